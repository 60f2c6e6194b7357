package io.acuity.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param further means of the measures asked for beside these, and measures of the whole set, by their id
 */
public record MeanScore(
        double psnrY,
        double ssimY,
        double consistency,
        @Nullable Double niqe,
        BicubicScore bicubic,
        OriginalScore original,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Figures> further) {
    /** Keeps its own copy of the further measures, in their order. */
    public MeanScore {
        further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
    }

    /** The same with a measure of the whole set. */
    public MeanScore with(String id, Figures figures) {
        Map<String, Figures> more = new LinkedHashMap<>(further);
        more.put(id, figures);
        return new MeanScore(psnrY, ssimY, consistency, niqe, bicubic, original, more);
    }

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
                new OriginalScore(meanOfKnown(scores, score -> score.original().niqe())),
                further(scores));
    }

    /** Every image has the same measures. */
    private static Map<String, Figures> further(List<ImageScore> scores) {
        Map<String, Figures> means = new LinkedHashMap<>();
        for (String id : scores.get(0).further().keySet()) {
            List<Figures> figures = scores.stream()
                    .map(score -> Objects.requireNonNull(score.further().get(id)))
                    .toList();
            means.put(
                    id,
                    new Figures(
                            figures.stream()
                                    .mapToDouble(Figures::result)
                                    .average()
                                    .orElseThrow(),
                            figures.stream()
                                    .mapToDouble(Figures::bicubic)
                                    .average()
                                    .orElseThrow()));
        }
        return means;
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
