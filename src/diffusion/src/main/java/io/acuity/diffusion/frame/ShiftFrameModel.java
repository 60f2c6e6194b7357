package io.acuity.diffusion.frame;

import io.acuity.diffusion.codec.Codec;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.shift.ReverseStep;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.FloatImage;

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
     */
    public record Parts(
            int scale,
            FrameNetwork network,
            Codec codec,
            ShiftProcess process,
            Enlargement enlargement,
            FramePadding padding) {}

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
        Parts other = new Parts(parts.scale, parts.network, parts.codec, process, parts.enlargement, parts.padding);
        return new ShiftFrameModel(other, told, false);
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
    public FrameChain begin(LowRes lowRes, long seed) {
        FloatImage image = parts.padding.pad(lowRes);
        FloatImage latents = parts.codec.encode(parts.enlargement.enlarge(image, parts.scale));
        return new Chain(lowRes, image, latents, seed);
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

        private final int width;
        private final int height;
        private final FloatImage image;
        private final FloatImage upsampled;
        private final FrameNoise noise;
        private float[] state;
        private int index;

        Chain(LowRes lowRes, FloatImage image, FloatImage upsampled, long seed) {
            this.width = lowRes.width() * parts.scale;
            this.height = lowRes.height() * parts.scale;
            this.image = image;
            this.upsampled = upsampled;
            this.noise = new FrameNoise(seed, upsampled.channels(), upsampled.height(), upsampled.width());
            this.index = steps();
            float[] draw = parts.process.schedule().kappa() > 0 ? noise.draw(index) : NONE;
            this.state = parts.process.prior(upsampled.values(), draw);
        }

        @Override
        public void step() {
            index--;
            float[] input = scaled(state, parts.process.inputScale(index));
            float[] next = parts.network
                    .predict(latents(input), image, trainedIndex[index])
                    .values();
            FiniteValues.require(next);
            ReverseStep step = parts.process.reverse(index);
            float[] draw = step.needsNoise() ? noise.draw(index) : NONE;
            step.apply(new ReverseStep.Operands(state, next, upsampled.values(), draw), next.length);
            state = next;
        }

        @Override
        public FloatImage result() {
            return parts.codec.decode(latents(state)).window(0, 0, width, height);
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
