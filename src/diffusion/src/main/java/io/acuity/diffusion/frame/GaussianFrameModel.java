package io.acuity.diffusion.frame;

import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSampler;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.GaussianStep;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.MaskedSampler;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Gaussian diffusion of whole images in pixel space, SR3's way: from noise, led by the enlarged LR image. */
public final class GaussianFrameModel implements FrameModel {
    /**
     * What a model consists of.
     *
     * @param scale magnification; the largest trained of a network for any
     * @param network predicts pixels
     * @param process the chain it was trained on
     * @param shorter the schedule of fewer steps than were trained
     * @param enlargement how the LR image becomes y
     * @param padding to sides, in LR pixels, that the network can take
     * @param chop how large images are cut
     * @param masks what masks do
     * @param domain what the chain runs over
     */
    public record Parts(
            int scale,
            ScheduledNetwork network,
            GaussianProcess process,
            IntFunction<GaussianSchedule> shorter,
            Enlargement enlargement,
            FramePadding padding,
            FrameChop chop,
            MaskRule masks,
            ChainDomain domain) {
        /** Refuses a residual of a residual. */
        public Parts {
            if (domain != ChainDomain.IMAGE && process.prediction() == Prediction.RESIDUAL) {
                throw new IllegalArgumentException(
                        "A chain over residuals predicts noise or what is clean of it; both its"
                                + " domain and its prediction are residual.");
            }
        }

        Parts with(Enlargement other) {
            return new Parts(
                    scale, network, process, shorter, other, padding.and(other.padding()), chop, masks, domain);
        }
    }

    private final Parts parts;
    /** What is sampled: the trained chain or a shorter one. */
    private final GaussianProcess process;

    private final ScheduledNetwork network;
    private final Magnification magnification;
    private final boolean owner;

    /** Creates a model, which owns the network from here on, on the chain it was trained on. */
    public GaussianFrameModel(Parts parts) {
        this(parts, parts.process.schedule().steps());
    }

    /**
     * Creates a model, which owns the network from here on.
     *
     * @param steps that are sampled unless others are asked for
     * @throws IllegalArgumentException if they are more than were trained
     */
    public GaussianFrameModel(Parts parts, int steps) {
        this(parts, chain(parts, steps), new Magnification(parts.scale), true);
    }

    private GaussianFrameModel(Parts parts, GaussianProcess process, Magnification magnification, boolean owner) {
        this.parts = parts;
        this.process = process;
        this.network = parts.network.on(process.schedule());
        this.magnification = magnification;
        this.owner = owner;
    }

    private static GaussianProcess chain(Parts parts, int steps) {
        GaussianProcess trained = parts.process;
        int most = trained.schedule().steps();
        if (steps < 1 || steps > most) {
            throw new IllegalArgumentException(
                    "A chain of " + most + " steps cannot be run in " + steps + "; choose 1 to " + most + " steps.");
        }
        return steps == most
                ? trained
                : new GaussianProcess(
                        parts.shorter.apply(steps), trained.prediction(), trained.clipped(), trained.steps());
    }

    @Override
    public int scale() {
        return parts.scale;
    }

    @Override
    public Magnification magnification() {
        return magnification;
    }

    /** {@inheritDoc} Any above 1 up to the trained one, and beyond it where that is wanted, if the network takes any. */
    @Override
    public FrameModel withMagnification(double factor, boolean extrapolated) {
        if (factor == magnification.factor()) {
            return this;
        }
        if (!network.isContinuous() || !parts.enlargement.isContinuous()) {
            return FrameModel.super.withMagnification(factor, extrapolated);
        }
        if (!(factor > 1)) {
            throw new IllegalArgumentException("makes images larger, which scale " + Magnification.shown(factor)
                    + " does not; ask for a scale above 1, up to " + parts.scale + ".");
        }
        if (factor > parts.scale && !extrapolated) {
            throw new IllegalArgumentException("was trained for scales up to " + parts.scale + ", not for "
                    + Magnification.shown(factor) + "; ask for a smaller one, or go beyond with --force (force=true).");
        }
        if (factor > Magnification.LARGEST) {
            throw new IllegalArgumentException("enlarges at most " + Magnification.LARGEST + " times, not "
                    + Magnification.shown(factor) + "; ask for a smaller scale.");
        }
        return new GaussianFrameModel(parts, process, new Magnification(factor), false);
    }

    @Override
    public int steps() {
        return process.schedule().steps();
    }

    /** {@inheritDoc} Any number up to the trained one; the model says how the schedule is shortened. */
    @Override
    public FrameModel withSteps(int steps) {
        return steps == steps() ? this : new GaussianFrameModel(parts, chain(parts, steps), magnification, false);
    }

    @Override
    public FrameModel ledBy(Enlargement other) {
        return new GaussianFrameModel(parts.with(other), process, magnification, false);
    }

    @Override
    public long networkPixels(int width, int height) {
        FramePadding padding = padding();
        return (long) padding.padded(width) * padding.padded(height);
    }

    @Override
    public long codecPixels(int width, int height) {
        return 0;
    }

    /** {@inheritDoc} Beyond the trained magnification they are as much smaller, so that results of patches are not larger. */
    @Override
    public FrameChop chop() {
        double beyond = magnification.factor() / parts.scale;
        FrameChop chop = beyond > 1 ? parts.chop.shortened(beyond) : parts.chop;
        return magnification.isWhole() ? chop : chop.overlapping();
    }

    private FramePadding padding() {
        return parts.padding.forResults(magnification.factor() / parts.scale);
    }

    @Override
    public long memoryBytes(int width, int height) {
        return (long) Math.ceil(networkPixels(width, height) * magnification.area()) * network.bytesPerPixel();
    }

    @Override
    public FrameChain begin(FramePatch patch) {
        FloatImage lowRes = padding().pad(patch.lowRes());
        FloatImage upsampled = parts.enlargement.enlarge(lowRes, magnification);
        FloatImage shown = parts.enlargement.shown(lowRes, upsampled);
        return new Chain(patch, new FrameGuide(shown, upsampled, magnification.factor()));
    }

    @Override
    public void close() {
        if (owner) {
            parts.network.close();
        }
    }

    private final class Chain implements FrameChain {
        private static final float[] NONE = new float[0];

        private final LowRes lowRes;
        private final ConditionedNetwork conditioned;
        private final FloatImage upsampled;
        private final FrameNoise noise;
        private final @Nullable ActivationSteps activation;
        private final @Nullable MaskedSampler masked;
        /** What waiting pixels are near. */
        private final float[] mean;

        private final float[] start;
        private float[] state;
        private int index;
        private boolean asked;
        /** What the network saw and said in the last step, for those who look on. */
        private float[] seen = NONE;

        private float[] said = NONE;

        Chain(FramePatch patch, FrameGuide guide) {
            this.lowRes = patch.lowRes();
            this.upsampled = guide.upsampled();
            Rect frame = new Rect(patch.x(), patch.y(), upsampled.width(), upsampled.height());
            this.noise = new FrameNoise(patch.seed(), upsampled.channels(), frame);
            FrameMask mask = patch.mask();
            this.activation = mask == null ? null : mask.activation(frame, 1, steps());
            this.masked = activation == null ? null : sampler(activation);
            this.index = steps();
            this.mean = parts.domain.waitingMean(upsampled.values());
            this.start = noise.draw(index);
            this.state = start;
            // Last: what it holds on the device is freed by whoever has the chain.
            this.conditioned = network.condition(guide);
        }

        private MaskedSampler sampler(ActivationSteps activation) {
            return new MaskedSampler(
                    process, List.of(activation), parts.masks.lowResNoise(), parts.masks.maskedInput());
        }

        @Override
        public boolean step() {
            index--;
            asked = false;
            if (masked == null) {
                if (process.rests(index)) {
                    return false;
                }
                state = plain();
                return true;
            }
            GaussianSampler.Predictor predictor = (input, at) -> predicted(input);
            MaskedSampler.Frames frames = new MaskedSampler.Frames(start, mean, predictor, noise::draw);
            state = masked.step(frames, state, index);
            return asked;
        }

        private float[] plain() {
            float[] next = predicted(state);
            GaussianStep step = process.reverse(index);
            float[] draw = step.needsNoise() ? noise.draw(index) : NONE;
            return step.next(new GaussianStep.Operands(state, next, upsampled.values(), draw));
        }

        private float[] predicted(float[] input) {
            float[] prediction = conditioned.predict(pixels(input), index).values();
            FiniteValues.require(prediction);
            asked = true;
            seen = input;
            said = prediction.clone();
            return prediction;
        }

        @Override
        public @Nullable FloatImage estimate() {
            if (!asked) {
                return null;
            }
            float[] clean = said.clone();
            process.reverse(index)
                    .estimate(new GaussianStep.Operands(seen, clean, upsampled.values(), NONE), state.length);
            clean = Arrays.copyOf(clean, state.length);
            if (activation != null) {
                activation.replaceWaiting(clean, mean, index);
            }
            return cropped(parts.domain.toImage(clean, upsampled.values()));
        }

        @Override
        public FloatImage result() {
            return cropped(parts.domain.toImage(state, upsampled.values()));
        }

        @Override
        public void close() {
            conditioned.close();
        }

        private FloatImage cropped(float[] values) {
            return pixels(values)
                    .window(0, 0, magnification.length(lowRes.width()), magnification.length(lowRes.height()));
        }

        private FloatImage pixels(float[] values) {
            return new FloatImage(upsampled.channels(), upsampled.height(), upsampled.width(), values);
        }
    }
}
