package io.acuity.evaluation;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;
import io.acuity.imaging.resample.Bicubic;
import java.util.ArrayList;
import java.util.List;

/**
 * An HR picture and the LR picture made from it by MATLAB's bicubic, rounded to 8 bits as a file would be.
 *
 * @param highRes the original, cut at the right and bottom to multiples of the scale, without alpha
 * @param lowRes what is upscaled
 * @param scale how many times smaller
 */
public record Degraded(Picture highRes, Picture lowRes, int scale) {
    private static final int BITS = 8;

    /** Cuts and degrades {@code original}, whose sides must be at least {@code scale}. */
    public static Degraded of(Picture original, int scale) {
        Picture highRes = cut(original, original.width() / scale * scale, original.height() / scale * scale);
        return new Degraded(highRes, resized(highRes, highRes.height() / scale, highRes.width() / scale), scale);
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
