package io.acuity.diffusion.frame;

import io.acuity.diffusion.codec.Codec;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.shift.ReverseStep;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import org.jspecify.annotations.Nullable;

/**
 * Residual shifting of whole images, ResShift's way (and, with κ = 0, DeltaDiff's): the LR image is padded, enlarged
 * and encoded; its latents are shifted step by step towards those of the result, which is decoded and cropped.
 */
public final class ShiftFrameModel implements FrameModel {
    /**
     * What a model consists of.
     *
     * @param scale magnification
     * @param network predicts latents
     * @param codec between images and latents
     * @param process the chain
     * @param enlargement how the LR image becomes y
     * @param padding to sides, in LR pixels, that network and codec can take
     * @param chop how large images are cut
     * @param masks what masks do
     */
    public record Parts(
            int scale,
            FrameNetwork network,
            Codec codec,
            ShiftProcess process,
            Enlargement enlargement,
            FramePadding padding,
            FrameChop chop,
            MaskRule masks) {
        Parts with(ShiftProcess other) {
            return new Parts(scale, network, codec, other, enlargement, padding, chop, masks);
        }

        Parts with(Enlargement other) {
            return new Parts(scale, network, codec, process, other, padding.and(other.padding()), chop, masks);
        }
    }

    private final Parts parts;
    /** By step of this chain, the step the network is told. */
    private final int[] trainedIndex;

    private final boolean owner;

    /** Creates a model, which owns network and codec from here on. */
    public ShiftFrameModel(Parts parts) {
        this(parts, java.util.stream.IntStream.range(0, parts.process.steps()).toArray(), true);
    }

    private ShiftFrameModel(Parts parts, int[] trainedIndex, boolean owner) {
        this.parts = parts;
        this.trainedIndex = trainedIndex;
        this.owner = owner;
    }

    @Override
    public int scale() {
        return parts.scale;
    }

    @Override
    public int steps() {
        return parts.process.steps();
    }

    /** {@inheritDoc} η is read off the present schedule at equal distances; the network is told the nearest step. */
    @Override
    public FrameModel withSteps(int steps) {
        if (steps == steps()) {
            return this;
        }
        if (steps < 1 || steps > steps()) {
            throw new IllegalArgumentException("A chain of " + steps() + " steps cannot be run in " + steps
                    + "; choose 1 to " + steps() + " steps.");
        }
        ShiftSchedule schedule = parts.process.schedule();
        double[] etas = new double[steps];
        int[] told = new int[steps];
        for (int i = 0; i < steps; i++) {
            int index = (int) Math.round((i + 1.0) / steps * schedule.steps()) - 1;
            etas[i] = schedule.eta(index);
            told[i] = trainedIndex[index];
        }
        ShiftProcess process = new ShiftProcess(
                ShiftSchedule.of(etas, schedule.kappa()),
                parts.process.target(),
                parts.process.clipped(),
                parts.process.scaledInput());
        return new ShiftFrameModel(parts.with(process), told, false);
    }

    @Override
    public FrameModel ledBy(Enlargement other) {
        return new ShiftFrameModel(parts.with(other), trainedIndex, false);
    }

    @Override
    public long networkPixels(int width, int height) {
        return (long) parts.padding.padded(width) * parts.padding.padded(height);
    }

    @Override
    public long codecPixels(int width, int height) {
        return networkPixels(width, height) * parts.scale * parts.scale * parts.codec.passes();
    }

    @Override
    public FrameChop chop() {
        return parts.chop;
    }

    @Override
    public long memoryBytes(int width, int height) {
        long area = (long) parts.scale * parts.scale;
        long factor = parts.codec.factor();
        long network = parts.network.bytesPerPixel() * area / (factor * factor);
        long codec = parts.codec.bytesPerPixel() * area;
        return networkPixels(width, height) * Math.max(network, codec);
    }

    @Override
    public FrameChain begin(FramePatch patch) {
        FloatImage image = parts.padding.pad(patch.lowRes());
        FloatImage enlarged = parts.enlargement.enlarge(image, parts.scale);
        return new Chain(patch, parts.enlargement.shown(image, enlarged), parts.codec.encode(enlarged));
    }

    @Override
    public void close() {
        if (owner) {
            parts.network.close();
            parts.codec.close();
        }
    }

    private final class Chain implements FrameChain {
        private static final float[] NONE = new float[0];

        private final LowRes lowRes;
        private final FloatImage image;
        private final FloatImage upsampled;
        private final FrameNoise noise;
        private final @Nullable ShiftMask mask;
        private float[] state;
        private int index;
        /** What the network said in the last step, for those who look on; empty where it was not asked. */
        private float[] said = NONE;

        Chain(FramePatch patch, FloatImage image, FloatImage upsampled) {
            this.lowRes = patch.lowRes();
            this.image = image;
            this.upsampled = upsampled;
            int factor = parts.codec.factor();
            Rect latents = new Rect(patch.x() / factor, patch.y() / factor, upsampled.width(), upsampled.height());
            this.noise = new FrameNoise(patch.seed(), upsampled.channels(), latents);
            Rect pixels = new Rect(patch.x(), patch.y(), upsampled.width() * factor, upsampled.height() * factor);
            FrameMask wanted = patch.mask();
            this.mask = wanted == null
                    ? null
                    : new ShiftMask(wanted.activation(pixels, factor, steps()), parts.process, parts.masks);
            this.index = steps();
            float[] draw = parts.process.schedule().kappa() > 0 ? noise.draw(index) : NONE;
            this.state = parts.process.prior(upsampled.values(), draw);
        }

        @Override
        public boolean step() {
            index--;
            ReverseStep step = parts.process.reverse(index);
            boolean noisy = step.needsNoise() || (mask != null && mask.needsNoise(index));
            float[] draw = noisy ? noise.draw(index) : NONE;
            boolean asked = mask == null || mask.isAnyActive(index);
            said = NONE;
            float[] next = asked ? predicted() : state.clone();
            ReverseStep.Operands operands = new ReverseStep.Operands(state, next, upsampled.values(), draw);
            float[] entering = mask == null ? null : mask.entering(operands, index);
            step.apply(operands, next.length);
            if (mask != null) {
                mask.settle(next, entering, upsampled.values(), draw, index);
            }
            state = next;
            return asked;
        }

        private float[] predicted() {
            float[] seen = mask == null ? state : mask.input(state, index);
            float[] input = scaled(seen, parts.process.inputScale(index));
            float[] prediction = parts.network
                    .predict(latents(input), image, trainedIndex[index])
                    .values();
            FiniteValues.require(prediction);
            said = prediction.clone();
            return prediction;
        }

        @Override
        public @Nullable FloatImage estimate() {
            if (said.length == 0 || parts.codec.passes() > 0) {
                return null;
            }
            float[] clean = said.clone();
            float[] y = upsampled.values();
            new ReverseStep(parts.process.target(), parts.process.clipped(), 0f, 1f, 0f)
                    .apply(new ReverseStep.Operands(state, clean, y, NONE), clean.length);
            if (mask != null) {
                mask.activation().replaceWaiting(clean, y, index);
            }
            return decoded(clean);
        }

        @Override
        public FloatImage result() {
            return decoded(state);
        }

        private FloatImage decoded(float[] values) {
            return parts.codec
                    .decode(latents(values))
                    .window(0, 0, lowRes.width() * parts.scale, lowRes.height() * parts.scale);
        }

        private FloatImage latents(float[] values) {
            return new FloatImage(upsampled.channels(), upsampled.height(), upsampled.width(), values);
        }

        private static float[] scaled(float[] values, float factor) {
            float[] result = values.clone();
            for (int i = 0; i < result.length; i++) {
                result[i] *= factor;
            }
            return result;
        }
    }
}
