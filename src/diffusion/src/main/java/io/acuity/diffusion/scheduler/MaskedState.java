package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.codec.ResultBand;
import io.acuity.diffusion.tiles.Rect;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a masked job: the encoder's features {@code [F, H, W]}, and the states {@code [C, H, W]} in the residual
 * domain, twice, so that a step reads one and writes the other. Pixels that are not active have a state in closed form; what
 * lies here in their place means nothing. Owned by the device thread.
 */
final class MaskedState {
    private final MaskedJobSpec spec;
    private final BlockPool pool;
    private final int width;
    private final int height;
    private final int channels;
    private final int featureChannels;
    private @Nullable FloatBuffer features;
    private @Nullable FloatBuffer current;
    private @Nullable FloatBuffer next;

    MaskedState(MaskedJobSpec spec, BlockPool pool) {
        this.spec = spec;
        this.pool = pool;
        this.width = spec.lowRes().width();
        this.height = spec.lowRes().height();
        this.channels = spec.denoiser().channels();
        this.featureChannels = spec.denoiser().featureChannels();
        try {
            this.features = pool.take(floats(featureChannels));
            this.current = pool.take(floats(channels));
            this.next = pool.take(floats(channels));
        } catch (DeviceMemoryException e) {
            release();
            throw e;
        }
    }

    private int floats(int planes) {
        long floats = (long) planes * width * height;
        if (floats > Integer.MAX_VALUE) {
            throw new DeviceMemoryException("A masked job of " + width + "×" + height
                    + " pixels is larger than a buffer can be; " + "use residual shift for images of this size.");
        }
        return (int) floats;
    }

    /** Copies a region of the features into sample {@code n} of a buffer whose samples are {@code rowLength} wide. */
    void readFeatures(Rect region, FloatBuffer target, int n, int rowLength, int planeLength) {
        FloatBuffer source = present(features);
        for (int channel = 0; channel < featureChannels; channel++) {
            int to = (n * featureChannels + channel) * planeLength;
            for (int y = 0; y < region.height(); y++) {
                target.put(to + y * rowLength, source, at(channel, region, y), region.width());
            }
        }
    }

    /** Stores rows of one channel of the features: {@code [height, width]} of the region. */
    void writeFeatures(Rect region, int channel, float[] values) {
        FloatBuffer target = present(features);
        for (int y = 0; y < region.height(); y++) {
            target.put(at(channel, region, y), values, y * region.width(), region.width());
        }
    }

    /** Reads a region of one channel of the present state into rows of {@code rowLength}. */
    void read(Rect region, int channel, float[] target, int rowLength) {
        FloatBuffer source = present(current);
        for (int y = 0; y < region.height(); y++) {
            source.get(at(channel, region, y), target, y * rowLength, region.width());
        }
    }

    /** Writes a region of one channel of the next state: {@code [height, width]} of the region. */
    void write(Rect region, int channel, float[] values) {
        FloatBuffer target = present(next);
        for (int y = 0; y < region.height(); y++) {
            target.put(at(channel, region, y), values, y * region.width(), region.width());
        }
    }

    /** The step is done: what was written becomes the present state. */
    void swap() {
        FloatBuffer written = next;
        next = current;
        current = written;
    }

    private int at(int channel, Rect region, int y) {
        return (channel * height + region.y() + y) * width + region.x();
    }

    /** After the last step every pixel has been written, and x̂ = y + d goes into the band. */
    void writeResult(ResultBand band, int firstRow, int rows) {
        band.place(firstRow, rows);
        Rect region = new Rect(0, firstRow, width, rows);
        LatentUpsampler upsampler = new LatentUpsampler(factor());
        float[] state = new float[region.pixels()];
        float[] upsampled = new float[region.pixels()];
        for (int channel = 0; channel < channels; channel++) {
            int group = channel / factor();
            if (channel % (factor() * factor()) == 0) {
                upsampler.select(spec.lowRes().plane(group / factor()), region);
            }
            if (channel % factor() == 0) {
                upsampler.filterColumns(group % factor());
            }
            upsampler.plane(channel % factor(), upsampled);
            read(region, channel, state, width);
            for (int i = 0; i < state.length; i++) {
                state[i] += upsampled[i];
            }
            band.write(region, channel, state);
        }
    }

    private int factor() {
        return (int) Math.round(Math.sqrt(channels / 3.0));
    }

    /** Gives the features back; no step will read them again. */
    void releaseFeatures() {
        features = giveBack(features);
    }

    /** Gives everything back. */
    void release() {
        releaseFeatures();
        current = giveBack(current);
        next = giveBack(next);
    }

    private @Nullable FloatBuffer giveBack(@Nullable FloatBuffer block) {
        if (block != null) {
            pool.give(block);
        }
        return null;
    }

    private static FloatBuffer present(@Nullable FloatBuffer block) {
        if (block == null) {
            throw new IllegalStateException("A masked job was asked for a state it has given back.");
        }
        return block;
    }
}
