package io.acuity.evaluation;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Means over a set of images; those of NIQE over the images that have it, null when none has.
 *
 * @param psnrY mean of the PSNR values in decibels
 * @param ssimY mean SSIM
 * @param consistency mean consistency
 * @param niqe mean NIQE
 * @param bicubic means of the yardstick
 * @param original means of the originals
 */
public record MeanScore(
        double psnrY,
        double ssimY,
        double consistency,
        @Nullable Double niqe,
        BicubicScore bicubic,
        OriginalScore original) {
    /** Means over at least one score. */
    static MeanScore of(List<ImageScore> scores) {
        return new MeanScore(
                mean(scores, ImageScore::psnrY),
                mean(scores, ImageScore::ssimY),
                mean(scores, ImageScore::consistency),
                meanOfKnown(scores, ImageScore::niqe),
                new BicubicScore(
                        mean(scores, score -> score.bicubic().psnrY()),
                        mean(scores, score -> score.bicubic().ssimY()),
                        meanOfKnown(scores, score -> score.bicubic().niqe())),
                new OriginalScore(meanOfKnown(scores, score -> score.original().niqe())));
    }

    private static double mean(List<ImageScore> scores, ToDoubleFunction<ImageScore> value) {
        return scores.stream().mapToDouble(value).average().orElseThrow();
    }

    private static @Nullable Double meanOfKnown(List<ImageScore> scores, Function<ImageScore, @Nullable Double> value) {
        OptionalDouble mean = scores.stream()
                .map(value)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }
}
