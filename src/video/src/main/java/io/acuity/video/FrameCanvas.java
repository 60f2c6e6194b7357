package io.acuity.video;

import java.util.Arrays;

/**
 * A result frame under construction: what was not computed anew stays as it was. Owned by the thread that assembles a
 * clip's frames; {@link #snapshot} hands out copies.
 */
public final class FrameCanvas {
    private final FramePixels pixels;

    /** Starts black. */
    public FrameCanvas(int width, int height, int bitDepth) {
        this.pixels = FramePixels.black(width, height, bitDepth);
    }

    /** Starts with a copy of {@code pixels}. */
    public FrameCanvas(FramePixels pixels) {
        this.pixels = new FramePixels(
                pixels.width(),
                pixels.height(),
                pixels.bitDepth(),
                pixels.samples().clone());
    }

    /**
     * Writes whole rows of a part.
     *
     * @param part where {@code planes} lie
     * @param from row of {@code part} that the first row of {@code planes} is
     * @param rows how many rows
     * @param planes red, green and blue; {@code part.width() × rows} unsigned 16-bit samples each, rounded to 8 bits
     *     where the canvas has 8
     */
    public void writeRows(PixelBox part, int from, int rows, short[][] planes) {
        requireInside(part);
        for (int row = 0; row < rows; row++) {
            int at = (part.y() + from + row) * pixels.width() + part.x();
            interleave(planes, row * part.width(), part.width(), pixels, at);
        }
    }

    /** Copies a part of another frame of the same depth to where its top left corner shall lie. */
    public void paste(FramePixels part, int x, int y) {
        requireInside(new PixelBox(x, y, part.width(), part.height()));
        if (part.bitDepth() != pixels.bitDepth()) {
            throw new IllegalArgumentException("A part with " + part.bitDepth()
                    + " bits a sample does not fit a frame with " + pixels.bitDepth() + ".");
        }
        int pixel = 3 * (pixels.bitDepth() / 8);
        for (int row = 0; row < part.height(); row++) {
            System.arraycopy(
                    part.samples(),
                    row * part.rowBytes(),
                    pixels.samples(),
                    ((y + row) * pixels.width() + x) * pixel,
                    part.rowBytes());
        }
    }

    /** A copy of the frame as it is now. */
    public FramePixels snapshot() {
        byte[] samples = pixels.samples();
        return new FramePixels(
                pixels.width(), pixels.height(), pixels.bitDepth(), Arrays.copyOf(samples, samples.length));
    }

    private void requireInside(PixelBox part) {
        if (!part.liesIn(pixels.width(), pixels.height())) {
            throw new IndexOutOfBoundsException(
                    part + " does not lie in a frame of " + pixels.width() + "×" + pixels.height() + ".");
        }
    }

    static void interleave(short[][] planes, int from, int count, FramePixels target, int firstPixel) {
        byte[] out = target.samples();
        boolean narrow = target.bitDepth() == 8;
        for (int c = 0; c < 3; c++) {
            short[] plane = planes[c];
            if (narrow) {
                for (int i = 0, at = firstPixel * 3 + c; i < count; i++, at += 3) {
                    // v / 257 rounded, exact for all 16-bit values, without a division.
                    int value = plane[from + i] & 0xFFFF;
                    out[at] = (byte) ((value * 255 + 32895) >>> 16);
                }
            } else {
                for (int i = 0, at = (firstPixel * 3 + c) * 2; i < count; i++, at += 6) {
                    int value = plane[from + i];
                    out[at] = (byte) (value >>> 8);
                    out[at + 1] = (byte) value;
                }
            }
        }
    }
}
