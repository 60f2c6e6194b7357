package io.acuity.diffusion.frame;

import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianStep;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;

/** Gaussian diffusion of whole images in pixel space, SR3's way: from noise, led by the enlarged LR image. */
public final class GaussianFrameModel implements FrameModel {
    /**
     * What a model consists of.
     *
     * @param scale magnification
     * @param network predicts pixels
     * @param process the chain, on the network's schedule
     * @param enlargement how the LR image becomes y
     * @param padding to sides, in LR pixels, that the network can take
     */
    public record Parts(
            int scale,
            ScheduledNetwork network,
            GaussianProcess process,
            Enlargement enlargement,
            FramePadding padding) {}

    private final Parts parts;
    private final boolean owner;

    /** Creates a model, which owns the network from here on. */
    public GaussianFrameModel(Parts parts) {
        this(parts, true);
    }

    private GaussianFrameModel(Parts parts, boolean owner) {
        this.parts = parts;
        this.owner = owner;
    }

    @Override
    public int scale() {
        return parts.scale;
    }

    @Override
    public int steps() {
        return parts.process.schedule().steps();
    }

    /** {@inheritDoc} The steps left are spaced evenly over those of the present chain. */
    @Override
    public FrameModel withSteps(int steps) {
        if (steps < 1 || steps > steps()) {
            throw new IllegalArgumentException("A chain of " + steps() + " steps cannot be run in " + steps
                    + "; choose 1 to " + steps() + " steps.");
        }
        if (steps == steps()) {
            return this;
        }
        GaussianProcess spaced = parts.process.spaced(steps);
        return new GaussianFrameModel(
                new Parts(parts.scale, parts.network.on(spaced.schedule()), spaced, parts.enlargement, parts.padding),
                false);
    }

    @Override
    public long networkPixels(int width, int height) {
        return (long) parts.padding.padded(width) * parts.padding.padded(height);
    }

    @Override
    public long codecPixels(int width, int height) {
        return 0;
    }

    @Override
    public FrameChain begin(LowRes lowRes, long seed) {
        FloatImage upsampled = parts.enlargement.enlarge(parts.padding.pad(lowRes), parts.scale);
        return new Chain(lowRes, upsampled, seed);
    }

    @Override
    public void close() {
        if (owner) {
            parts.network.close();
        }
    }

    private final class Chain implements FrameChain {
        private static final float[] NONE = new float[0];

        private final int width;
        private final int height;
        private final FloatImage upsampled;
        private final FrameNoise noise;
        private float[] state;
        private int index;

        Chain(LowRes lowRes, FloatImage upsampled, long seed) {
            this.width = lowRes.width() * parts.scale;
            this.height = lowRes.height() * parts.scale;
            this.upsampled = upsampled;
            this.noise = new FrameNoise(seed, upsampled.channels(), upsampled.height(), upsampled.width());
            this.index = steps();
            this.state = noise.draw(index);
        }

        @Override
        public void step() {
            index--;
            float[] next =
                    parts.network.predict(pixels(state), upsampled, index).values();
            FiniteValues.require(next);
            GaussianStep step = parts.process.reverse(index);
            float[] draw = step.needsNoise() ? noise.draw(index) : NONE;
            step.apply(new GaussianStep.Operands(state, next, upsampled.values(), draw), next.length);
            state = next;
        }

        @Override
        public FloatImage result() {
            return pixels(state).window(0, 0, width, height);
        }

        private FloatImage pixels(float[] values) {
            return new FloatImage(upsampled.channels(), upsampled.height(), upsampled.width(), values);
        }
    }
}
