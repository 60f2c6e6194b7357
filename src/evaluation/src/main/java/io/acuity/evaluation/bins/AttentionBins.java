package io.acuity.evaluation.bins;

import io.acuity.evaluation.EvaluatedImage;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.metrics.Luma;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the pixels of all images of a set by the value of their attention map and measures each group by itself: where a
 * model that refines by attention gains, and where it does not (the regional analysis of YODA). Luma, without a border as
 * wide as the scale. Squared errors are pooled over the set before the logarithm, so that every pixel counts alike. For one
 * thread.
 */
public final class AttentionBins {
    private static final double PEAK = 255;

    private final long[] pixels;
    private final double[] resultErrors;
    private final double[] bicubicErrors;

    /** Begins with empty bins of equal width over [0, 1]. */
    public AttentionBins(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Attention is sorted into at least one bin, not " + count + ".");
        }
        pixels = new long[count];
        resultErrors = new double[count];
        bicubicErrors = new double[count];
    }

    /**
     * Takes an image.
     *
     * @param attention {@code [1, H, W]} in [0, 1], of the size of the original
     */
    public void add(EvaluatedImage image, FloatImage attention) {
        Picture original = image.degraded().highRes();
        if (attention.width() != original.width() || attention.height() != original.height()) {
            throw new IllegalArgumentException("The attention map of " + original.width() + "×" + original.height()
                    + " pixels has " + attention.width() + "×" + attention.height() + ".");
        }
        int border = image.degraded().border();
        Luma truth = luma(original, border);
        Luma result = luma(image.result(), border);
        Luma bicubic = luma(image.bicubic(), border);
        for (int y = 0; y < truth.height(); y++) {
            for (int x = 0; x < truth.width(); x++) {
                int i = y * truth.width() + x;
                int bin = bin(attention.at(0, y + border, x + border));
                pixels[bin]++;
                resultErrors[bin] += square(result.values()[i] - truth.values()[i]);
                bicubicErrors[bin] += square(bicubic.values()[i] - truth.values()[i]);
            }
        }
    }

    /** The bins so far, from least attention to most. */
    public List<AttentionBin> bins() {
        long all = 0;
        for (long count : pixels) {
            all += count;
        }
        List<AttentionBin> bins = new ArrayList<>();
        for (int i = 0; i < pixels.length; i++) {
            bins.add(new AttentionBin(
                    (double) i / pixels.length,
                    (i + 1.0) / pixels.length,
                    all == 0 ? 0 : (double) pixels[i] / all,
                    psnr(resultErrors[i], pixels[i]),
                    psnr(bicubicErrors[i], pixels[i])));
        }
        return bins;
    }

    private int bin(float attention) {
        return Math.clamp((int) (attention * pixels.length), 0, pixels.length - 1);
    }

    private static @Nullable Double psnr(double error, long count) {
        if (count == 0) {
            return null;
        }
        return error == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(PEAK * PEAK * count / error);
    }

    private static Luma luma(Picture picture, int border) {
        return Luma.bt601(PictureConversions.toRgb(picture)).crop(border);
    }

    private static double square(double value) {
        return value * value;
    }
}
