package io.acuity.diffusion.mask;

import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSampler;
import io.acuity.diffusion.gaussian.GaussianStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Masked sampling of a Gaussian chain on whole frames (YODA eqs. 9–12): the network sees {@code M ⊙ z_t}, active pixels
 * take the reverse step, the others the state {@link LowResNoise} gives them. Both parts share one draw of noise per
 * step; a deterministic chain keeps the noise it started from. Where everything is active this is
 * {@link GaussianSampler}, to the bit.
 */
public final class MaskedSampler {
    private static final float[] NONE = new float[0];

    private final GaussianProcess process;
    private final List<ActivationSteps> masks;
    private final LowResNoise lowResNoise;
    private final boolean maskedInput;

    /**
     * Creates a sampler for a batch of frames of one size.
     *
     * @param process the chain
     * @param masks one per frame, all of one size and of as many steps as the chain
     * @param lowResNoise the state of pixels not yet refined
     * @param maskedInput whether the network sees zeros where the mask is zero (eq. 10), or the whole state
     */
    public MaskedSampler(
            GaussianProcess process, List<ActivationSteps> masks, LowResNoise lowResNoise, boolean maskedInput) {
        this.process = process;
        this.masks = List.copyOf(masks);
        this.lowResNoise = lowResNoise;
        this.maskedInput = maskedInput;
        if (masks.isEmpty()) {
            throw new IllegalArgumentException("Masked sampling needs one mask per frame, but there is none.");
        }
        for (ActivationSteps mask : masks) {
            if (mask.steps() != process.schedule().steps()) {
                throw new IllegalArgumentException("The mask was made for " + mask.steps() + " steps but the chain has "
                        + process.schedule().steps() + "; make it for the steps that are sampled.");
            }
            if (pixels(mask) != pixels(masks.get(0))) {
                throw new IllegalArgumentException(
                        "The masks of one batch have one size; group frames by their size first.");
            }
        }
    }

    /**
     * Runs the chain.
     *
     * @param start z_T {@code [N, C, H, W]}, unit Gaussian noise
     * @param mean y of the same shape, around which pixels wait; zeros where the chain lives in residual space
     * @return the states z_{T−1}, …, z_0 in visiting order; the last is the result
     */
    public List<float[]> sample(
            float[] start, float[] mean, GaussianSampler.Predictor predictor, GaussianSampler.Noise noise) {
        List<float[]> trajectory = new ArrayList<>(process.schedule().steps());
        sample(start, mean, predictor, noise, (index, state) -> trajectory.add(state));
        return trajectory;
    }

    /** As above for chains too long to keep: returns the result, z_0, and shows the states on the way. */
    public float[] sample(
            float[] start,
            float[] mean,
            GaussianSampler.Predictor predictor,
            GaussianSampler.Noise noise,
            GaussianSampler.Observer observer) {
        Frames frames = new Frames(start, mean, predictor, noise);
        float[] state = start;
        for (int index = process.schedule().steps() - 1; index >= 0; index--) {
            state = step(frames, state, index);
            observer.onState(index, state);
        }
        return state;
    }

    /**
     * One batch of frames.
     *
     * @param start z_T {@code [N, C, H, W]}, unit Gaussian noise
     * @param mean y of the same shape
     * @param predictor not asked at steps that refine nothing
     * @param noise asked only for steps that use it
     */
    public record Frames(
            float[] start, float[] mean, GaussianSampler.Predictor predictor, GaussianSampler.Noise noise) {}

    /**
     * One step, for callers that do something else between two of them.
     *
     * @param state z_t; not changed
     * @param index t − 1
     * @return z_{t−1}, a new array
     */
    public float[] step(Frames frames, float[] state, int index) {
        checkSizes(frames.start, frames.mean);
        GaussianStep step = process.reverse(index);
        boolean active = masks.stream().anyMatch(mask -> mask.activeCount(index) > 0);
        float[] input = maskedInput ? masked(state, index) : state;
        float[] draw = step.needsNoise() ? frames.noise.draw(index) : NONE;
        float[] next = active
                ? step.next(new GaussianStep.Operands(
                        input, frames.predictor.predict(input, index).clone(), frames.mean, draw))
                : state.clone();
        keepWaiting(next, frames.mean, step.needsNoise() ? draw : frames.start, index);
        return next;
    }

    /** Overwrites what the step did to inactive pixels with the state they wait in. */
    private void keepWaiting(float[] next, float[] mean, float[] noise, int index) {
        float kept = (float) lowResNoise.mean(process.schedule(), index);
        float deviation = (float) lowResNoise.deviation(process.schedule(), index);
        forEachInactive(next.length, index, i -> next[i] = kept * mean[i] + deviation * noise[i]);
    }

    private float[] masked(float[] state, int index) {
        float[] input = state.clone();
        forEachInactive(input.length, index, i -> input[i] = 0f);
        return input;
    }

    private void forEachInactive(int length, int index, java.util.function.IntConsumer action) {
        int frame = length / masks.size();
        int plane = pixels(masks.get(0));
        for (int n = 0; n < masks.size(); n++) {
            ActivationSteps mask = masks.get(n);
            for (int i = 0; i < frame; i++) {
                if (!mask.isActive(i % plane, index)) {
                    action.accept(n * frame + i);
                }
            }
        }
    }

    private void checkSizes(float[] start, float[] mean) {
        int unit = pixels(masks.get(0)) * masks.size();
        if (start.length == 0 || start.length % unit != 0 || mean.length != start.length) {
            throw new IllegalArgumentException("A state of " + start.length + " values and a mean of " + mean.length
                    + " do not belong to " + masks.size() + " masks of "
                    + masks.get(0).width() + "×"
                    + masks.get(0).height() + " pixels; the mask has the size of the result.");
        }
    }

    private static int pixels(ActivationSteps mask) {
        return mask.height() * mask.width();
    }
}
