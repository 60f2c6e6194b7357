package io.acuity.evaluation;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;
import io.acuity.imaging.degrade.Degradation;
import io.acuity.imaging.resample.Bicubic;
import java.util.ArrayList;
import java.util.List;

/**
 * An HR picture and the LR picture made from it, rounded to 8 bits as a file would be.
 *
 * @param highRes the original, cut at the right and bottom to what whole LR pixels become, without alpha
 * @param lowRes what is upscaled
 * @param border pixels at each border that are not compared: how many times smaller it is, rounded up
 */
public record Degraded(Picture highRes, Picture lowRes, int border) {
    private static final int BITS = 8;

    /**
     * Cuts and makes smaller by MATLAB's bicubic.
     *
     * @param original sides at least {@code factor}
     * @param factor how many times, also no whole number: a side of n pixels comes of {@code n · factor}, rounded half to even
     */
    public static Degraded reduced(Picture original, double factor) {
        int width = shortened(original.width(), factor);
        int height = shortened(original.height(), factor);
        Picture highRes = cut(original, lengthened(width, factor), lengthened(height, factor));
        return new Degraded(highRes, resized(highRes, height, width), (int) Math.ceil(factor));
    }

    private static int shortened(int length, double factor) {
        int shorter = (int) (length / factor);
        return lengthened(shorter + 1, factor) <= length ? shorter + 1 : shorter;
    }

    private static int lengthened(int length, double factor) {
        return (int) Math.rint(length * factor);
    }

    /**
     * Cuts and degrades.
     *
     * @param original sides at least the degradation's scale
     * @param seed decides every choice of the degradation
     */
    public static Degraded of(Picture original, Degradation degradation, long seed) {
        int scale = degradation.scale();
        Picture highRes = cut(original, original.width() / scale * scale, original.height() / scale * scale);
        FloatImage colours = highRes.isGrey()
                ? PictureConversions.toFloat(highRes.colour().get(0))
                : PictureConversions.toRgb(highRes);
        Picture lowRes = PictureConversions.toPicture(degradation.degrade(colours, seed), null, BITS);
        return new Degraded(highRes, lowRes, scale);
    }

    /** What bicubic interpolation makes of the LR picture, rounded to 8 bits. */
    public Picture bicubic() {
        return resized(lowRes, highRes.height(), highRes.width());
    }

    private static Picture resized(Picture picture, int height, int width) {
        List<Plane> planes = new ArrayList<>();
        for (Plane plane : picture.colour()) {
            FloatImage resized = Bicubic.resize(PictureConversions.toFloat(plane), height, width);
            planes.add(PictureConversions.toPlane(resized, 0, BITS));
        }
        return new Picture(planes, null, BITS);
    }

    private static Picture cut(Picture original, int width, int height) {
        List<Plane> planes = new ArrayList<>();
        for (Plane plane : original.colour()) {
            Plane cut = new Plane(width, height);
            for (int y = 0; y < height; y++) {
                System.arraycopy(plane.samples(), y * plane.width(), cut.samples(), y * width, width);
            }
            planes.add(cut);
        }
        return new Picture(planes, null, original.bitDepth());
    }
}
