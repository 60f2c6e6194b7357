package io.acuity.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Means over a set of images.
 *
 * @param psnrY mean of the PSNR values in decibels
 * @param ssimY mean SSIM
 * @param consistency mean consistency
 * @param bicubic means of the yardstick
 */
public record MeanScore(double psnrY, double ssimY, double consistency, BicubicScore bicubic) {
    /** Means over at least one score. */
    static MeanScore of(List<ImageScore> scores) {
        return new MeanScore(
                mean(scores, ImageScore::psnrY),
                mean(scores, ImageScore::ssimY),
                mean(scores, ImageScore::consistency),
                new BicubicScore(
                        mean(scores, score -> score.bicubic().psnrY()),
                        mean(scores, score -> score.bicubic().ssimY())));
    }

    private static double mean(List<ImageScore> scores, ToDoubleFunction<ImageScore> value) {
        return scores.stream().mapToDouble(value).average().orElseThrow();
    }
}
