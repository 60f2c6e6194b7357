package io.acuity.training.frames;

import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSampler;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.CoveredPredictor;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.diffusion.mask.MaskedSampler;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.sr3.Sr3Denoiser;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Samples frames with a network and scores the results. Noise is a function of seed, frame and step, so that samplers are
 * compared on the same noise whatever the batches.
 */
public final class FrameEvaluation {
    private static final int FRAMES_AT_ONCE = 16;

    private final Sr3Denoiser network;
    private final GaussianProcess process;
    private final ChainDomain domain;
    private final Masking masking;
    private final LowResNoise variant;
    private final long seed;
    private OptionalInt cover = OptionalInt.empty();
    private long networkPixels;
    private long densePixels;

    /**
     * Prepares an evaluation.
     *
     * @param network told the noise levels of the schedule of {@code process}
     * @param masking masks of sampling, which need not be those of training
     * @param variant the state of pixels that wait; not looked at without masks
     */
    public FrameEvaluation(
            Sr3Denoiser network, GaussianProcess process, Masking masking, LowResNoise variant, long seed) {
        this(network, new Chain(process, ChainDomain.IMAGE), masking, variant, seed);
    }

    /** As above, on a chain over images or residuals. */
    public FrameEvaluation(Sr3Denoiser network, Chain chain, Masking masking, LowResNoise variant, long seed) {
        this.network = network;
        this.process = chain.process;
        this.domain = chain.domain;
        this.masking = masking;
        this.variant = variant;
        this.seed = seed;
    }

    /**
     * What is sampled.
     *
     * @param process the steps
     * @param domain what they run over; the chain's end becomes an image again
     */
    public record Chain(GaussianProcess process, ChainDomain domain) {}

    /**
     * A result and its score.
     *
     * @param image in [0, 1], 8-bit values
     */
    public record Result(FrameScore score, FloatImage image) {}

    /**
     * Has the network see rectangles around what is active instead of whole frames: an approximation.
     *
     * @param halo pixels that rectangles reach beyond what they write
     * @return this
     * @throws IllegalArgumentException if the network learns its variance, which rectangles do not carry
     */
    public FrameEvaluation covered(int halo) {
        if (network.learnsVariance()) {
            throw new IllegalArgumentException(
                    "A network that learns its variance is sampled on whole frames; leave the cover away.");
        }
        cover = OptionalInt.of(halo);
        return this;
    }

    /** Pixels the network has computed, over those of whole frames at every step. */
    public double networkShare() {
        return (double) networkPixels / densePixels;
    }

    /** The score of the upsampled image as it is. */
    public static FrameScore bicubic(Frame frame) {
        FloatImage original = unsigned(frame.clean().values(), 0, frame.clean());
        return FrameScore.of(frame, original, unsigned(frame.upsampled().values(), 0, frame.clean()), 0);
    }

    /** Samples {@code frames}, all of one size, and scores them. */
    public List<Result> run(List<Frame> frames) {
        List<Result> results = new ArrayList<>();
        int atOnce = cover.isPresent() ? 1 : FRAMES_AT_ONCE;
        for (int from = 0; from < frames.size(); from += atOnce) {
            results.addAll(batch(frames.subList(from, Math.min(frames.size(), from + atOnce)), from));
        }
        return results;
    }

    private List<Result> batch(List<Frame> frames, int first) {
        int steps = process.schedule().steps();
        int side = frames.get(0).clean().height();
        int size = frames.get(0).clean().values().length;
        float[] upsampled = new float[frames.size() * size];
        for (int n = 0; n < frames.size(); n++) {
            System.arraycopy(frames.get(n).upsampled().values(), 0, upsampled, n * size, size);
        }
        List<ActivationSteps> masks = frames.stream()
                .map(frame -> masking.on()
                        ? ActivationSteps.of(frame.attention(), masking.lowerBound(), steps)
                        : ActivationSteps.everywhere(side, side, steps))
                .toList();
        GaussianSampler.Noise noise = draw -> noise(first, frames.size(), size, draw);
        float[] result = domain.toImage(sampled(masks, upsampled, side, noise), upsampled);
        List<Result> results = new ArrayList<>();
        for (int n = 0; n < frames.size(); n++) {
            FloatImage image = unsigned(result, n * size, frames.get(n).clean());
            FloatImage original =
                    unsigned(frames.get(n).clean().values(), 0, frames.get(n).clean());
            results.add(new Result(FrameScore.of(frames.get(n), original, image, share(masks.get(n))), image));
        }
        return results;
    }

    private float[] sampled(List<ActivationSteps> masks, float[] upsampled, int side, GaussianSampler.Noise noise) {
        int steps = process.schedule().steps();
        long all = (long) masks.size() * steps * side * side;
        MaskedSampler sampler = new MaskedSampler(process, masks, variant, masking.maskedInput());
        densePixels += all;
        float[] mean = domain.waitingMean(upsampled);
        if (cover.isEmpty()) {
            networkPixels += all;
            return sampler.sample(
                    noise.draw(steps), mean, network.predictor(upsampled, side, side), noise, (index, state) -> {});
        }
        CoveredPredictor covered = new CoveredPredictor(
                masks.get(0),
                cover.getAsInt(),
                network.multiple(),
                (part, window, index) -> network.predictor(
                                CoveredPredictor.cut(upsampled, side, side, window), window.height(), window.width())
                        .predict(part, index));
        float[] result = sampler.sample(noise.draw(steps), mean, covered, noise, (index, state) -> {});
        networkPixels += covered.networkPixels();
        return result;
    }

    private static double share(ActivationSteps mask) {
        long refined = 0;
        for (int index = 0; index < mask.steps(); index++) {
            refined += mask.activeCount(index);
        }
        return (double) refined / ((double) mask.steps() * mask.height() * mask.width());
    }

    private float[] noise(int first, int count, int size, int draw) {
        float[] values = new float[count * size];
        for (int n = 0; n < count; n++) {
            SplittableRandom random =
                    new SplittableRandom((seed * 0x9E3779B97F4A7C15L + first + n) * 0xD1342543DE82EF95L + draw);
            for (int i = n * size; i < (n + 1) * size; i++) {
                values[i] = (float) random.nextGaussian();
            }
        }
        return values;
    }

    /** Rounded to 8 bits in [0, 1]. */
    private static FloatImage unsigned(float[] values, int from, FloatImage like) {
        float[] out = new float[like.values().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.round(Math.clamp((values[from + i] + 1) / 2, 0f, 1f) * 255f) / 255f;
        }
        return new FloatImage(like.channels(), like.height(), like.width(), out);
    }
}
