package io.acuity.diffusion.mask;

/**
 * A chain under a mask, kept in the residual domain: the state is {@code d_t = z_t − level_t · y}, and a pixel that waits is in
 * a state known in closed form, {@code waitingMean · y + waitingDeviation · ε}. Steps are named by the 0-based index
 * {@code t − 1}.
 */
public sealed interface MaskedChain permits MaskedShift, MaskedGaussian {
    /**
     * How one pixel goes from {@code d_t} to {@code d_{t−1}}: {@code stateWeight · d + cleanWeight · r̂ + deviation · ε}.
     *
     * @param stateWeight weight of the present state
     * @param cleanWeight weight of the predicted residual
     * @param deviation of the noise added
     */
    record Rule(float stateWeight, float cleanWeight, float deviation) {}

    /** T, the number of steps. */
    int steps();

    /** The rule of pixels that were active in the step before. */
    Rule refine(int index);

    /** The rule of pixels that become active at this step. */
    Rule activate(int index);

    /** Weight of y in the state of a pixel that is not active, or only becomes so at this step. */
    float waitingMean(int index);

    /** Standard deviation of the noise in the state of such a pixel. */
    float waitingDeviation(int index);

    /** Names the noise in the state of such a pixel: the draw that has left it there. */
    int waitingDraw(int index);

    /** What the state is multiplied by before the network sees it. */
    float inputScale(int index);
}
