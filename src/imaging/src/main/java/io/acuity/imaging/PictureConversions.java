package io.acuity.imaging;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns pictures into floats in [0, 1] and back; both directions are exact for 8-bit and 16-bit samples. */
public final class PictureConversions {
    private static final float TO_UNIT = 1f / Plane.MAX;
    /** What an 8-bit sample is multiplied with to become a 16-bit one; see {@link Plane}. */
    private static final int WIDEN = 257;

    private PictureConversions() {}

    /** The colours as {@code [3, H, W]} in [0, 1]; grey is repeated three times, alpha is left out. */
    public static FloatImage toRgb(Picture picture) {
        int size = Math.multiplyExact(picture.width(), picture.height());
        float[] values = new float[Math.multiplyExact(3, size)];
        for (int c = 0; c < 3; c++) {
            Plane plane = picture.colour().get(picture.isGrey() ? 0 : c);
            toUnit(plane.samples(), values, c * size);
        }
        return new FloatImage(3, picture.height(), picture.width(), values);
    }

    /** One plane as {@code [1, H, W]} in [0, 1]. */
    public static FloatImage toFloat(Plane plane) {
        float[] values = new float[plane.samples().length];
        toUnit(plane.samples(), values, 0);
        return new FloatImage(1, plane.height(), plane.width(), values);
    }

    /**
     * A picture from values in [0, 1], clipped and rounded to the nearest level of {@code bitDepth}.
     *
     * @param image one channel (grey) or three (red, green, blue)
     * @param alpha alpha plane of the same size, or null
     * @param bitDepth 8 or 16
     */
    public static Picture toPicture(FloatImage image, @Nullable Plane alpha, int bitDepth) {
        List<Plane> planes = new ArrayList<>();
        for (int c = 0; c < image.channels(); c++) {
            planes.add(toPlane(image, c, bitDepth));
        }
        return new Picture(planes, alpha, bitDepth);
    }

    /** Channel {@code c} of an image in [0, 1] as a plane, clipped and rounded to the nearest level of {@code bitDepth}. */
    public static Plane toPlane(FloatImage image, int c, int bitDepth) {
        int size = image.height() * image.width();
        short[] samples = new short[size];
        int levels = bitDepth == 8 ? 255 : Plane.MAX;
        int widen = bitDepth == 8 ? WIDEN : 1;
        float[] values = image.values();
        for (int i = 0; i < size; i++) {
            float level = Math.min(Math.max(values[c * size + i], 0f), 1f) * levels;
            int rounded = (int) (level + 0.5f);
            samples[i] = (short) (rounded * widen);
        }
        return new Plane(image.width(), image.height(), samples);
    }

    private static void toUnit(short[] samples, float[] values, int from) {
        for (int i = 0; i < samples.length; i++) {
            values[from + i] = (samples[i] & 0xFFFF) * TO_UNIT;
        }
    }
}
