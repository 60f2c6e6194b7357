package io.acuity.diffusion.mask;

import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianStep;

/**
 * A Gaussian chain under a mask (YODA eqs. 9–12) in the residual domain: {@code d_t = z_t − √ᾱ_t y}. Every rule of a Gaussian
 * chain, ancestral or strided, has weights with {@code stateWeight · √ᾱ_t + cleanWeight = √ᾱ_{t−1}}, so that in this domain it
 * is the same rule with {@code r̂ = x̂ − y} for {@code x̂}. A pixel enters the chain from the state it waited in, by the rule of
 * the others, as published.
 *
 * @param process the chain, and how predictions are read
 * @param waiting the state of pixels that are not refined yet
 */
public record MaskedGaussian(GaussianProcess process, LowResNoise waiting) implements MaskedChain {
    /** Refuses what a rule of fixed weights cannot say. */
    public MaskedGaussian {
        if (process.learnsVariance()) {
            throw new IllegalArgumentException(
                    "A masked chain on tiles has variances of its own, but this process takes"
                            + " them from its network; sample whole frames.");
        }
    }

    @Override
    public int steps() {
        return process.schedule().steps();
    }

    @Override
    public Rule refine(int index) {
        GaussianStep step = process.reverse(index);
        return new Rule(step.stateWeight(), step.cleanWeight(), step.deviation());
    }

    @Override
    public Rule activate(int index) {
        return refine(index);
    }

    /** {@inheritDoc} At T it is pure noise, as the plain chain begins: the state less {@code √ᾱ_T y}. */
    @Override
    public float waitingMean(int index) {
        double level = process.schedule().noiseLevel(index);
        return (float) (isStart(index) ? -level : waiting.mean(process.schedule(), index + 1) - level);
    }

    @Override
    public float waitingDeviation(int index) {
        return isStart(index) ? 1f : (float) waiting.deviation(process.schedule(), index + 1);
    }

    /** {@inheritDoc} A deterministic chain keeps the noise it began with. */
    @Override
    public int waitingDraw(int index) {
        return process.deterministic() ? steps() : index + 1;
    }

    @Override
    public float inputScale(int index) {
        return 1;
    }

    private boolean isStart(int index) {
        return index == steps() - 1;
    }
}
