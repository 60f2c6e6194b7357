package io.acuity.cli.evaluate.report;

import io.acuity.evaluation.EvaluatedImage;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.imaging.resample.Bicubic;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Pictures for a report, gathered while images are evaluated: of each of the first images the result in small, and where it
 * is farthest from the original the same detail of all four pictures, pixel for pixel.
 */
public final class ReportPictures {
    /** Images that get pictures, so that a report stays a file one can send. */
    public static final int MOST = 40;

    private static final int DETAIL = 96;
    private static final int OVERVIEW = 240;
    private static final int QUALITY = 85;

    private final List<PictureRow> rows = new ArrayList<>();

    /** Begins without pictures. */
    public ReportPictures() {}

    /** Takes an image, unless there are enough. */
    public void add(EvaluatedImage image) {
        if (rows.size() < MOST) {
            rows.add(row(image));
        }
    }

    List<PictureRow> rows() {
        return List.copyOf(rows);
    }

    private static PictureRow row(EvaluatedImage image) {
        int scale = image.degraded().border();
        FloatImage original = rgb(image.degraded().highRes());
        FloatImage result = rgb(image.result());
        // Whole low-resolution pixels, so that the detail of the small picture is the same.
        int side = Math.min(DETAIL, Math.min(original.width(), original.height())) / scale * scale;
        Place worst = worst(result, original, side, scale);
        List<PictureRow.Detail> details = List.of(
                new PictureRow.Detail(
                        "input", png(small(rgb(image.degraded().lowRes()), worst, side, original.width()))),
                new PictureRow.Detail("bicubic", png(rgb(image.bicubic()).window(worst.x, worst.y, side, side))),
                new PictureRow.Detail("result", png(result.window(worst.x, worst.y, side, side))),
                new PictureRow.Detail("original", png(original.window(worst.x, worst.y, side, side))));
        String box = String.format(
                Locale.ROOT,
                "left:%.2f%%;top:%.2f%%;width:%.2f%%;height:%.2f%%",
                100.0 * worst.x / original.width(),
                100.0 * worst.y / original.height(),
                100.0 * side / original.width(),
                100.0 * side / original.height());
        return new PictureRow(image.score().image(), overview(result), box, details);
    }

    /** What became the window; to the nearest pixel where the scale is no whole number. */
    private static FloatImage small(FloatImage lowRes, Place place, int side, int width) {
        double factor = (double) width / lowRes.width();
        int small = Math.max(1, (int) (side / factor));
        int x = Math.min((int) (place.x / factor), lowRes.width() - small);
        int y = Math.min((int) (place.y / factor), lowRes.height() - small);
        return lowRes.window(x, y, small, small);
    }

    private record Place(int x, int y, double error) {}

    /** The window with the largest squared error, among those half a side apart. */
    private static Place worst(FloatImage result, FloatImage original, int side, int scale) {
        int step = Math.max(1, side / scale / 2) * scale;
        Place worst = new Place(0, 0, -1);
        for (int y = 0; y + side <= original.height(); y += step) {
            for (int x = 0; x + side <= original.width(); x += step) {
                double error = error(result.window(x, y, side, side), original.window(x, y, side, side));
                worst = error > worst.error ? new Place(x, y, error) : worst;
            }
        }
        return worst;
    }

    private static double error(FloatImage a, FloatImage b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            double difference = a.values()[i] - (double) b.values()[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static String overview(FloatImage image) {
        double factor = Math.min(1, (double) OVERVIEW / Math.max(image.width(), image.height()));
        FloatImage small =
                Bicubic.resize(image, Math.max(1, (int) Math.round(image.height() * factor)), Math.max(1, (int)
                        Math.round(image.width() * factor)));
        return uri("image/jpeg", PictureWriters.encode(picture(small), PictureFormat.JPEG, QUALITY));
    }

    private static String png(FloatImage image) {
        return uri("image/png", PictureWriters.encode(picture(image), PictureFormat.PNG, QUALITY));
    }

    static String uri(String mediaType, byte[] bytes) {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static FloatImage rgb(Picture picture) {
        return PictureConversions.toRgb(picture);
    }

    private static Picture picture(FloatImage image) {
        return PictureConversions.toPicture(image, null, 8);
    }
}
