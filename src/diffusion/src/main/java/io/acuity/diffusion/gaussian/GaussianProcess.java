package io.acuity.diffusion.gaussian;

/**
 * A Gaussian diffusion process (Ho et al. 2020; Song et al. 2021 for strided steps): the chain, what the network
 * predicts of it and how its prediction leads one step back. Steps are named by the 0-based index {@code t − 1}.
 *
 * @param schedule β by step
 * @param prediction what the network predicts
 * @param clipped whether the estimate of the clean image is clipped to [-1, 1] before it is used
 * @param steps how one gets from state to state
 */
public record GaussianProcess(GaussianSchedule schedule, Prediction prediction, boolean clipped, ReverseRule steps) {
    /** Below this share of the image, noise predictions are read as if this share were left. */
    private static final double SMALLEST_ALPHA_BAR = 1e-20;

    /** How a reverse chain steps. */
    public sealed interface ReverseRule {
        /** Sampling from the posterior, with noise of the given variance at every step but the last. */
        record Ancestral(StepVariance variance) implements ReverseRule {}

        /** Sampling with the variance that the network chooses at each pixel, see {@link VarianceRange}. */
        record Learned() implements ReverseRule {}

        /**
         * Along the direction the network predicts (Song et al. 2021, eq. 12 and 16).
         *
         * @param eta share of the posterior's standard deviation that is drawn anew; 0 is deterministic
         * @param stopsEarly whether the first state, of the least noise, is the result as it is, as in IDM's published code: the
         *     noise of its ᾱ stays in the image, and the network is not asked there
         */
        record Strided(double eta, boolean stopsEarly) implements ReverseRule {
            /** Steps down to the clean image. */
            public Strided(double eta) {
                this(eta, false);
            }

            /** Validates the share. */
            public Strided {
                if (!(eta >= 0 && eta <= 1)) {
                    throw new IllegalArgumentException(
                            "The share eta of fresh noise in a strided step is within [0, 1], not " + eta + ".");
                }
            }
        }
    }

    /** SR3's process as published: noise is predicted, estimates are clipped, the posterior's variance. */
    public static GaussianProcess ancestral(GaussianSchedule schedule) {
        return new GaussianProcess(schedule, Prediction.NOISE, true, new ReverseRule.Ancestral(StepVariance.POSTERIOR));
    }

    /** A process with strided steps over the steps of {@code schedule}, which is usually a spaced one. */
    public static GaussianProcess strided(GaussianSchedule schedule, boolean clipped, double eta) {
        return new GaussianProcess(schedule, Prediction.NOISE, clipped, new ReverseRule.Strided(eta));
    }

    /** The same process over {@code count} evenly spaced steps: fewer than were trained. */
    public GaussianProcess spaced(int count) {
        return new GaussianProcess(schedule.spaced(count), prediction, clipped, steps);
    }

    /**
     * The forward process: the state at step {@code index} of clean image {@code x}.
     *
     * @param noise unit Gaussian noise
     * @return a new array
     */
    public float[] forward(int index, float[] x, float[] noise) {
        return mix(x, noise, schedule.noiseLevel(index));
    }

    /** {@code level · x + √(1−level²) ε}: the state of noise level √ᾱ = {@code level}, which need not be a step's. */
    public static float[] mix(float[] x, float[] noise, double level) {
        float kept = (float) level;
        float deviation = (float) Math.sqrt(1 - level * level);
        float[] state = new float[x.length];
        for (int i = 0; i < state.length; i++) {
            state[i] = kept * x[i] + deviation * noise[i];
        }
        return state;
    }

    /** Whether the network says beside each value what its variance is. */
    public boolean learnsVariance() {
        return steps instanceof ReverseRule.Learned;
    }

    /** Whether no noise is drawn after the start. */
    public boolean deterministic() {
        return steps instanceof ReverseRule.Strided strided && strided.eta() == 0;
    }

    /** Whether a step leaves the state as it is, whatever the network would say. */
    public boolean rests(int index) {
        return index == 0 && steps instanceof ReverseRule.Strided strided && strided.stopsEarly();
    }

    /** The rule of one reverse step, with its coefficients worked out. */
    public GaussianStep reverse(int index) {
        return switch (steps) {
            case ReverseRule.Ancestral(StepVariance variance) ->
                step(index, schedule.stateWeight(index), schedule.cleanWeight(index), deviation(index, variance));
            case ReverseRule.Learned() ->
                step(index, schedule.stateWeight(index), schedule.cleanWeight(index), 0)
                        .with(index == 0 ? null : VarianceRange.of(schedule, index));
            case ReverseRule.Strided rule -> rests(index) ? step(index, 1, 0, 0) : strided(index, rule.eta());
        };
    }

    private double deviation(int index, StepVariance variance) {
        if (index == 0) {
            return 0;
        }
        return switch (variance) {
            case POSTERIOR -> Math.exp(0.5 * schedule.posteriorLogVariance(index));
            case BETA -> Math.sqrt(schedule.beta(index));
        };
    }

    /** With {@code ε = (z − √ᾱ x̂)/√(1−ᾱ)} put into eq. 12, the step is linear in z and x̂ like an ancestral one. */
    private GaussianStep strided(int index, double eta) {
        double sigma = eta * Math.sqrt(schedule.posteriorVariance(index));
        double direction = Math.sqrt(Math.max(0, 1 - schedule.alphaBar(index - 1) - sigma * sigma));
        double stateWeight = direction / schedule.noiseDeviation(index);
        double cleanWeight = schedule.noiseLevel(index - 1) - stateWeight * schedule.noiseLevel(index);
        return step(index, stateWeight, cleanWeight, sigma);
    }

    private GaussianStep step(int index, double stateWeight, double cleanWeight, double deviation) {
        boolean noise = prediction == Prediction.NOISE;
        double reciprocal = 1 / Math.max(schedule.alphaBar(index), SMALLEST_ALPHA_BAR);
        return new GaussianStep(
                prediction,
                clipped,
                noise ? (float) Math.sqrt(reciprocal) : 0f,
                noise ? (float) -Math.sqrt(reciprocal - 1) : 1f,
                (float) stateWeight,
                (float) cleanWeight,
                (float) deviation,
                null);
    }
}
