package io.acuity.diffusion.frame;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.diffusion.shift.ReverseStep;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;

/**
 * A mask on a residual-shift chain of whole frames. Latents that wait are y with noise: with the noise the next step
 * expects ({@code y + κ√η_{t−1} ε}), or with that of the step (κ²(η_{t−1}/η_t)α_t, or κ²α_t). A waiting state that has the
 * chain's noise still lacks what the chain would have shifted, so that a latent that becomes active enters the chain as if
 * that step came from T: {@code x̂ + η_{t−1}(y − x̂) + κ√η_{t−1} ε} (ADR 5). Everywhere active, it changes nothing.
 */
record ShiftMask(ActivationSteps activation, ShiftProcess process, MaskRule rule) {
    /** Whether any latent is refined at a step. */
    boolean isAnyActive(int index) {
        return activation.activeCount(index) > 0;
    }

    /** What the network sees of a state. */
    float[] input(float[] state, int index) {
        if (!rule.maskedInput()) {
            return state;
        }
        float[] input = state.clone();
        int plane = plane();
        for (int i = 0; i < input.length; i++) {
            if (!activation.isActive(i % plane, index)) {
                input[i] = 0f;
            }
        }
        return input;
    }

    /** Whether waiting latents take noise at a step. */
    boolean needsNoise(int index) {
        return index > 0 && process.schedule().kappa() > 0;
    }

    /**
     * The estimates x̂ of latents that become active, from the network's prediction; null where none does, or where the
     * chain's own rule is right for them.
     */
    float @org.jspecify.annotations.Nullable [] entering(ReverseStep.Operands operands, int index) {
        boolean first = index + 1 == activation.steps();
        if (first
                || index == 0
                || rule.lowResNoise() != LowResNoise.MARGINAL
                || process.target() == Target.PREVIOUS
                || activation.activeCount(index) == activation.activeCount(index + 1)) {
            return null;
        }
        float[] estimate = operands.prediction().clone();
        new ReverseStep(process.target(), process.clipped(), 0f, 1f, 0f)
                .apply(
                        new ReverseStep.Operands(operands.state(), estimate, operands.upsampled(), operands.noise()),
                        estimate.length);
        return estimate;
    }

    /**
     * Sets what the step does not: the latents that wait, and those that entered.
     *
     * @param next the state after the step
     * @param y the upsampled image's latents
     * @param noise of the step; read only if {@link #needsNoise}
     */
    void settle(
            float[] next, float @org.jspecify.annotations.Nullable [] entering, float[] y, float[] noise, int index) {
        ShiftSchedule schedule = process.schedule();
        int plane = plane();
        boolean noisy = needsNoise(index);
        float waiting = (float) waitingDeviation(index);
        float eta = (float) schedule.eta(index - 1);
        float marginal = (float) schedule.noiseDeviation(index - 1);
        for (int i = 0; i < next.length; i++) {
            if (!activation.isActive(i % plane, index)) {
                next[i] = noisy ? y[i] + waiting * noise[i] : y[i];
            } else if (entering != null && !activation.isActive(i % plane, index + 1)) {
                float mean = entering[i] + eta * (y[i] - entering[i]);
                next[i] = noisy ? mean + marginal * noise[i] : mean;
            }
        }
    }

    private double waitingDeviation(int index) {
        ShiftSchedule schedule = process.schedule();
        return switch (rule.lowResNoise()) {
            case MARGINAL -> schedule.noiseDeviation(index - 1);
            case STEP -> Math.sqrt(schedule.posteriorVariance(index));
            case STEP_BETA -> schedule.kappa() * Math.sqrt(schedule.eta(index) - schedule.eta(index - 1));
        };
    }

    private int plane() {
        return activation.height() * activation.width();
    }
}
