package io.acuity.video;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import java.util.List;

/**
 * The pixels of a frame: red, green and blue interleaved, row by row, without padding; one byte a sample, or two with
 * the high byte first. This is what swscale makes and what the body of a PAM file is, so that frames travel without
 * being rearranged. The array is shared, not copied; whoever gets it reads only.
 *
 * @param width pixels a row
 * @param height rows
 * @param bitDepth bits a sample as stored, 8 or 16; clips of 10 and 12 bits are widened to 16
 * @param samples {@code width × height × 3 × bitDepth / 8} bytes
 */
public record FramePixels(int width, int height, int bitDepth, byte[] samples) {
    private static final int WIDEN = 257;

    /** Validates depth and length. */
    public FramePixels {
        if (width < 1 || height < 1 || (bitDepth != 8 && bitDepth != 16)) {
            throw new IllegalArgumentException(
                    "A frame of " + width + "×" + height + " with " + bitDepth + " bits a sample cannot be held.");
        }
        if (samples.length != bytes(width, height, bitDepth)) {
            throw new IllegalArgumentException("A frame of " + width + "×" + height + " with " + bitDepth
                    + " bits a sample needs " + bytes(width, height, bitDepth) + " bytes, not " + samples.length + ".");
        }
    }

    /** A black frame. */
    public static FramePixels black(int width, int height, int bitDepth) {
        return new FramePixels(width, height, bitDepth, new byte[Math.toIntExact(bytes(width, height, bitDepth))]);
    }

    /** Bytes a frame of this shape takes. */
    public static long bytes(int width, int height, int bitDepth) {
        return 3L * (bitDepth / 8) * width * height;
    }

    /** A picture as a frame: grey becomes three equal channels, alpha is left out, the depth stays. */
    public static FramePixels of(Picture picture) {
        short[] red = picture.colour().get(0).samples();
        boolean grey = picture.isGrey();
        short[] green = grey ? red : picture.colour().get(1).samples();
        short[] blue = grey ? red : picture.colour().get(2).samples();
        return ofPlanes(picture.width(), picture.height(), picture.bitDepth(), new short[][] {red, green, blue});
    }

    /**
     * Planes as a frame.
     *
     * @param planes red, green and blue, each {@code width × height} unsigned 16-bit samples; rounded to 8 bits where
     *     {@code bitDepth} is 8
     */
    public static FramePixels ofPlanes(int width, int height, int bitDepth, short[][] planes) {
        FramePixels frame = black(width, height, bitDepth);
        FrameCanvas.interleave(planes, 0, width * height, frame, 0);
        return frame;
    }

    /** The frame as a picture with three planes of unsigned 16-bit samples (8-bit values widened by 257). */
    public Picture toPicture() {
        int size = width * height;
        short[] red = new short[size];
        short[] green = new short[size];
        short[] blue = new short[size];
        if (bitDepth == 8) {
            for (int i = 0, at = 0; i < size; i++, at += 3) {
                red[i] = (short) ((samples[at] & 0xFF) * WIDEN);
                green[i] = (short) ((samples[at + 1] & 0xFF) * WIDEN);
                blue[i] = (short) ((samples[at + 2] & 0xFF) * WIDEN);
            }
        } else {
            for (int i = 0, at = 0; i < size; i++, at += 6) {
                red[i] = (short) wide(at);
                green[i] = (short) wide(at + 2);
                blue[i] = (short) wide(at + 4);
            }
        }
        return new Picture(
                List.of(new Plane(width, height, red), new Plane(width, height, green), new Plane(width, height, blue)),
                null,
                bitDepth);
    }

    /** Bytes of one row. */
    public int rowBytes() {
        return width * 3 * (bitDepth / 8);
    }

    /** The sample at column {@code x}, row {@code y} of channel {@code c}, on the scale of 0 to 65535. */
    public int sample(int x, int y, int c) {
        int at = (y * width + x) * 3 + c;
        return bitDepth == 8 ? (samples[at] & 0xFF) * WIDEN : wide(2 * at);
    }

    private int wide(int at) {
        return ((samples[at] & 0xFF) << 8) | (samples[at + 1] & 0xFF);
    }

    /** A copy of a part. */
    public FramePixels part(PixelBox box) {
        if (!box.liesIn(width, height)) {
            throw new IndexOutOfBoundsException(box + " does not lie in a frame of " + width + "×" + height + ".");
        }
        FramePixels part = black(box.width(), box.height(), bitDepth);
        int pixel = 3 * (bitDepth / 8);
        for (int row = 0; row < box.height(); row++) {
            int from = ((box.y() + row) * width + box.x()) * pixel;
            System.arraycopy(samples, from, part.samples, row * part.rowBytes(), part.rowBytes());
        }
        return part;
    }
}
