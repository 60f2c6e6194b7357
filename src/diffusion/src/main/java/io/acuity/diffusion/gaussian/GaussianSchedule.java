package io.acuity.diffusion.gaussian;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The noise of a Gaussian chain {@code z_t = √ᾱ_t x + √(1−ᾱ_t) ε} with {@code ᾱ_t = Π(1−β)} (Ho et al. 2020), worked
 * out in double precision. Steps are named by the 0-based index {@code t − 1} throughout; index −1 is the clean image
 * with ᾱ_0 = 1. Immutable.
 *
 * <p>A spaced schedule visits some steps of a longer one. Its tables are those of the short chain, while
 * {@link #original} tells a network that is conditioned on the step which step of its training this is.
 */
public final class GaussianSchedule {
    /** What keeps the logarithm of the last step's variance, which is zero, finite. */
    private static final double SMALLEST_VARIANCE = 1e-20;

    private final double[] betas;
    private final double[] alphaBars;
    private final int[] originals;

    private GaussianSchedule(double[] betas, int[] originals) {
        this.betas = betas;
        this.originals = originals;
        this.alphaBars = new double[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            alphaBars[i] = product;
        }
    }

    /**
     * A schedule given by its numbers.
     *
     * @param betas β by t − 1, each in (0, 1]
     */
    public static GaussianSchedule of(double[] betas) {
        if (betas.length == 0) {
            throw new IllegalArgumentException("A noise schedule needs at least one step.");
        }
        for (int i = 0; i < betas.length; i++) {
            // β = 1 before the last step would leave nothing to go on with.
            boolean last = i == betas.length - 1;
            if (!(betas[i] > 0 && (betas[i] < 1 || (last && betas[i] == 1)))) {
                throw new IllegalArgumentException("The variance of a step is between 0 and 1, but that of step "
                        + (i + 1) + " is " + betas[i] + "; check start, end and number of steps.");
            }
        }
        return new GaussianSchedule(
                betas.clone(), IntStream.range(0, betas.length).toArray());
    }

    /** A schedule of a published curve; see {@link BetaCurve#betas}. */
    public static GaussianSchedule of(BetaCurve curve, int steps, double start, double end) {
        return of(curve.betas(steps, start, end));
    }

    /**
     * Some steps of this schedule as a chain of their own (Nichol and Dhariwal 2021): ᾱ is taken over, β follows from
     * the ratio of neighbours.
     *
     * @param visited indices in this schedule, rising
     */
    public GaussianSchedule spaced(int[] visited) {
        if (visited.length == 0) {
            throw new IllegalArgumentException("A spaced schedule visits at least one step.");
        }
        double[] spaced = new double[visited.length];
        int[] names = new int[visited.length];
        int previous = -1;
        for (int k = 0; k < visited.length; k++) {
            if (visited[k] <= previous || visited[k] >= steps()) {
                throw new IllegalArgumentException("The steps a spaced schedule visits rise within 0 … " + (steps() - 1)
                        + ", but " + Arrays.toString(visited) + " do not.");
            }
            spaced[k] = 1 - alphaBar(visited[k]) / alphaBar(previous);
            names[k] = originals[visited[k]];
            previous = visited[k];
        }
        return new GaussianSchedule(spaced, names);
    }

    /** {@code count} steps of this schedule, evenly spaced from the first to the last; see {@link #spacing}. */
    public GaussianSchedule spaced(int count) {
        return spaced(spacing(steps(), count));
    }

    /**
     * {@code count} steps of this schedule at a whole stride of {@code ⌊steps / count⌋} from the first on, as IDM's published
     * code visits them: neither ends at the last step. Where more fit in, those of the most noise are taken.
     *
     * @param count 1 … steps
     */
    public GaussianSchedule strided(int count) {
        int stride = steps() / Math.clamp(count, 1, steps());
        int all = Math.ceilDiv(steps(), stride);
        return spaced(IntStream.range(all - count, all).map(k -> k * stride).toArray());
    }

    /**
     * The indices improved-diffusion visits: a fractional stride from 0 to {@code steps − 1}, rounded half to even. A
     * single visit is to the last step, where sampling has to start (improved-diffusion names the first).
     *
     * @param steps length of the long chain
     * @param count length of the short chain, 1 … steps
     */
    public static int[] spacing(int steps, int count) {
        if (count < 1 || count > steps) {
            throw new IllegalArgumentException(
                    "A chain of " + steps + " steps can be sampled in 1 … " + steps + " steps, not in " + count + ".");
        }
        if (count == 1) {
            return new int[] {steps - 1};
        }
        double stride = (steps - 1.0) / (count - 1);
        int[] visited = new int[count];
        double position = 0;
        for (int k = 0; k < count; k++) {
            visited[k] = (int) Math.rint(position);
            position += stride;
        }
        return visited;
    }

    /** T, the number of steps. */
    public int steps() {
        return betas.length;
    }

    /** β, the variance the step at {@code index} adds. */
    public double beta(int index) {
        return betas[index];
    }

    /** ᾱ, the share of the clean image's variance that is left after step {@code index}; 1 at index −1. */
    public double alphaBar(int index) {
        return index < 0 ? 1 : alphaBars[index];
    }

    /** √ᾱ, which networks conditioned on the noise level are given. */
    public double noiseLevel(int index) {
        return Math.sqrt(alphaBar(index));
    }

    /** √(1−ᾱ), the standard deviation of the noise in the state at {@code index}. */
    public double noiseDeviation(int index) {
        return Math.sqrt(1 - alphaBar(index));
    }

    /** The index this step has in the schedule the network was trained with; the same index unless spaced. */
    public int original(int index) {
        return originals[index];
    }

    /** Weight {@code β_t √ᾱ_{t−1} / (1−ᾱ_t)} of the clean image in the posterior mean. */
    public double cleanWeight(int index) {
        return beta(index) * noiseLevel(index - 1) / (1 - alphaBar(index));
    }

    /** Weight {@code (1−ᾱ_{t−1}) √(1−β_t) / (1−ᾱ_t)} of the present state in the posterior mean. */
    public double stateWeight(int index) {
        return (1 - alphaBar(index - 1)) * Math.sqrt(1 - beta(index)) / (1 - alphaBar(index));
    }

    /** β̃, the variance {@code β_t (1−ᾱ_{t−1}) / (1−ᾱ_t)} of the posterior; 0 at the last step, index 0. */
    public double posteriorVariance(int index) {
        return beta(index) * (1 - alphaBar(index - 1)) / (1 - alphaBar(index));
    }

    /** Logarithm of the posterior variance, of at least 10⁻²⁰. */
    public double posteriorLogVariance(int index) {
        return Math.log(Math.max(posteriorVariance(index), SMALLEST_VARIANCE));
    }

    /** A copy of the betas. */
    public double[] betas() {
        return betas.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GaussianSchedule that
                && Arrays.equals(betas, that.betas)
                && Arrays.equals(originals, that.originals);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(betas) + Arrays.hashCode(originals);
    }

    @Override
    public String toString() {
        return "GaussianSchedule[" + steps() + " steps, last noise level " + noiseLevel(steps() - 1) + "]";
    }
}
