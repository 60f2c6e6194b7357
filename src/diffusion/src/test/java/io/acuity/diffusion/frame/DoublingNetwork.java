package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;

/** A network without weights: each pixel twice in each direction, half as bright, and {@code offset} more. */
final class DoublingNetwork implements OnePassNetwork {
    private final float offset;
    private final FramePadding padding;
    private boolean closed;

    DoublingNetwork(float offset, FramePadding padding) {
        this.offset = offset;
        this.padding = padding;
    }

    @Override
    public int scale() {
        return 2;
    }

    @Override
    public FramePadding padding() {
        return padding;
    }

    @Override
    public FloatImage enlarge(FloatImage lowRes) {
        FloatImage result = FloatImage.zeros(3, 2 * lowRes.height(), 2 * lowRes.width());
        for (int i = 0; i < result.values().length; i++) {
            int x = i % result.width();
            int y = i / result.width() % result.height();
            int c = i / result.width() / result.height();
            result.values()[i] = lowRes.at(c, y / 2, x / 2) / 2 + offset;
        }
        return result;
    }

    @Override
    public long bytesPerPixel() {
        return 100;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
