package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;
import org.jspecify.annotations.Nullable;

/**
 * A regression network as a model of its own: a chain of one step, whatever the seed.
 *
 * @param network makes images larger; closed with the model
 * @param chop how large images are cut
 */
public record OnePassFrameModel(OnePassNetwork network, FrameChop chop) implements FrameModel {
    @Override
    public int scale() {
        return network.scale();
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public FrameModel withSteps(int steps) {
        if (steps != 1) {
            throw new IllegalArgumentException(
                    "A regression network makes an image in 1 step, not in " + steps + "; leave the steps out.");
        }
        return this;
    }

    @Override
    public long networkPixels(int width, int height) {
        return (long) network.padding().padded(width) * network.padding().padded(height);
    }

    @Override
    public long codecPixels(int width, int height) {
        return 0;
    }

    @Override
    public long memoryBytes(int width, int height) {
        return networkPixels(width, height) * network.bytesPerPixel();
    }

    /** {@inheritDoc} One step has nothing to leave out. */
    @Override
    public boolean takesMasks() {
        return false;
    }

    @Override
    public FrameChain begin(FramePatch patch) {
        FloatImage image = network.padding().pad(patch.lowRes());
        return new Pass(image, patch.lowRes().width() * scale(), patch.lowRes().height() * scale());
    }

    @Override
    public void close() {
        network.close();
    }

    private final class Pass implements FrameChain {
        private final FloatImage image;
        private final int width;
        private final int height;
        private @Nullable FloatImage result;

        Pass(FloatImage image, int width, int height) {
            this.image = image;
            this.width = width;
            this.height = height;
        }

        @Override
        public boolean step() {
            FloatImage whole = network.enlarge(image);
            FiniteValues.require(whole.values());
            result = whole.window(0, 0, width, height);
            return true;
        }

        @Override
        public FloatImage result() {
            if (result == null) {
                throw new IllegalStateException("The network was not run yet.");
            }
            return result;
        }
    }
}
