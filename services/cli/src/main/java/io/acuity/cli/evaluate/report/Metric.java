package io.acuity.cli.evaluate.report;

import io.acuity.evaluation.ColourMeasure;
import io.acuity.evaluation.Figures;
import io.acuity.evaluation.MeanScore;
import io.acuity.evaluation.Measure;
import io.acuity.evaluation.fid.SetDistances;
import io.acuity.networks.perceptual.PerceptualNet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be measured, by the name people ask for it, with how it is shown. */
public enum Metric {
    /** PSNR on luma. */
    PSNR("psnr", "PSNR-Y", " dB", 3, true),
    /** SSIM on luma. */
    SSIM("ssim", "SSIM-Y", "", 4, true),
    /** PSNR over red, green and blue. */
    PSNR_RGB(ColourMeasure.PSNR_RGB.id(), "PSNR-RGB", " dB", 3, true),
    /** PSNR with the colour shift forgiven. */
    PSNR_MEANS(ColourMeasure.PSNR_MEANS.id(), "PSNR-RGB, means replaced", " dB", 3, true),
    /** Difference of channel means. */
    COLOUR_SHIFT(ColourMeasure.COLOUR_SHIFT.id(), "colour shift", "", 3, false),
    /** Consistency as meant. */
    CONSISTENCY("consistency", "consistency", "", 3, false),
    /** Consistency as SRDiff reports it. */
    LR_PSNR(ColourMeasure.LR_PSNR.id(), "LR-PSNR", " dB", 3, true),
    /** Consistency as SR4 published it. */
    CONSISTENCY_UINT8(ColourMeasure.CONSISTENCY_UINT8.id(), "consistency, uint8", "", 3, false),
    /** Naturalness without a reference. */
    NIQE("niqe", "NIQE", "", 3, false),
    /** Perceptual distance by AlexNet. */
    LPIPS_ALEX("lpips-alex", "LPIPS (alex)", "", 4, false),
    /** Perceptual distance by VGG-16. */
    LPIPS_VGG("lpips-vgg", "LPIPS (vgg)", "", 4, false),
    /** Perceptual distance by SqueezeNet 1.1. */
    LPIPS_SQUEEZE("lpips-squeeze", "LPIPS (squeeze)", "", 4, false),
    /** Distance of the sets. */
    FID(SetDistances.ID, "FID", "", 3, false);

    /** What is measured where nothing is chosen. */
    public static final List<Metric> USUAL = List.of(PSNR, SSIM, CONSISTENCY, NIQE);

    /** Papers that name no network mean this one. */
    private static final String LPIPS = "lpips";

    private final String id;
    private final String title;
    private final String unit;
    private final int decimals;
    private final boolean higherIsBetter;

    Metric(String id, String title, String unit, int decimals, boolean higherIsBetter) {
        this.id = id;
        this.title = title;
        this.unit = unit;
        this.decimals = decimals;
        this.higherIsBetter = higherIsBetter;
    }

    /** The metric of a name; {@code lpips} alone means the one by AlexNet. */
    public static Optional<Metric> of(String name) {
        String wanted = LPIPS.equals(name) ? LPIPS_ALEX.id : name;
        return Arrays.stream(values())
                .filter(metric -> metric.id.equals(wanted))
                .findFirst();
    }

    /** All names, for messages. */
    public static String ids() {
        return Arrays.stream(values()).map(Metric::id).collect(Collectors.joining(", "));
    }

    /** The name people ask for it by. */
    public String id() {
        return id;
    }

    /** The name in tables. */
    public String title() {
        return title;
    }

    /** The unit after a figure, with a space before it, or nothing. */
    public String unit() {
        return unit;
    }

    /** Whether more is better. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Of the result; null where it could not be measured. */
    public @Nullable Double result(MeanScore score) {
        return switch (this) {
            case PSNR -> score.psnrY();
            case SSIM -> score.ssimY();
            case CONSISTENCY -> score.consistency();
            case NIQE -> score.niqe();
            default -> further(score, Figures::result);
        };
    }

    /** Of bicubic enlargement; null where it could not be measured. */
    public @Nullable Double bicubic(MeanScore score) {
        return switch (this) {
            case PSNR -> score.bicubic().psnrY();
            case SSIM -> score.bicubic().ssimY();
            case CONSISTENCY -> null;
            case NIQE -> score.bicubic().niqe();
            default -> further(score, Figures::bicubic);
        };
    }

    /** A figure of this metric as people read it. */
    public String text(@Nullable Double figure) {
        if (figure == null) {
            return "-";
        }
        return figure.isInfinite() ? "∞" : String.format(Locale.ROOT, "%." + decimals + "f", figure);
    }

    /** The measure that needs no network; empty for others. */
    public Optional<Measure> colourMeasure() {
        return Arrays.stream(ColourMeasure.values())
                .filter(measure -> measure.id().equals(id))
                .map(Measure.class::cast)
                .findFirst();
    }

    /** The network of a perceptual distance; empty for others. */
    public Optional<PerceptualNet> perceptualNet() {
        return id.startsWith(LPIPS + "-") ? PerceptualNet.of(id.substring(LPIPS.length() + 1)) : Optional.empty();
    }

    private @Nullable Double further(MeanScore score, Function<Figures, Double> which) {
        Figures figures = score.further().get(id);
        return figures == null ? null : which.apply(figures);
    }
}
