package io.acuity.diffusion.mask;

import io.acuity.diffusion.shift.ShiftSchedule;

/**
 * A residual-shift chain under a mask, kept in the residual domain: the state is {@code d_t = z_t − y}, so that
 * {@code d_t = (1 − η_t) r + κ√η_t ε} with {@code r = x − y} (ResShift eq. 1 less y), and a pixel that is not refined yet is
 * {@code κ√η_t ε}, nothing but noise. Steps are named by the 0-based index {@code t − 1}.
 *
 * <p>A pixel that becomes active at step t enters the chain as if that step came from T: {@code d_{t−1} = (1 − η_{t−1}) r̂ +
 * κ√η_{t−1} ε}. The rule of the other steps would mix its state, which knows nothing of x, into the result with the weight
 * {@code η_{t−1}/η_t}, and the network would meet states it never saw in training (ADR 5).
 *
 * @param schedule η by step, and κ
 */
public record MaskedShift(ShiftSchedule schedule) implements MaskedChain {
    /** Typical size of a residual; keeps the network's input near unit variance where there is little noise. */
    private static final double RESIDUAL_DEVIATION = 0.1;

    @Override
    public int steps() {
        return schedule.steps();
    }

    @Override
    public Rule refine(int index) {
        return new Rule((float) schedule.stateWeight(index), (float) schedule.cleanWeight(index), (float)
                Math.sqrt(schedule.posteriorVariance(index)));
    }

    @Override
    public Rule activate(int index) {
        return index == 0
                ? new Rule(0, 1, 0)
                : new Rule(0, (float) (1 - schedule.eta(index - 1)), (float) schedule.noiseDeviation(index - 1));
    }

    /** Standard deviation κ√η_t of a pixel that is not active, or only becomes so at this step. */
    public float noiseDeviation(int index) {
        return (float) schedule.noiseDeviation(index);
    }

    @Override
    public float waitingMean(int index) {
        return 0;
    }

    @Override
    public float waitingDeviation(int index) {
        return noiseDeviation(index);
    }

    @Override
    public int waitingDraw(int index) {
        return index + 1;
    }

    @Override
    public float inputScale(int index) {
        double noise = schedule.noiseDeviation(index);
        return (float) (1 / Math.sqrt(noise * noise + RESIDUAL_DEVIATION * RESIDUAL_DEVIATION));
    }
}
