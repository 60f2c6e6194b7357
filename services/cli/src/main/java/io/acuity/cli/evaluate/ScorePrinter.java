package io.acuity.cli.evaluate;

import io.acuity.cli.console.Console;
import io.acuity.cli.evaluate.report.Metric;
import io.acuity.evaluation.EvaluationReport;
import io.acuity.evaluation.ImageScore;
import io.acuity.evaluation.MeanScore;
import io.acuity.evaluation.NiqeParameters;
import io.acuity.evaluation.bins.AttentionBin;
import io.acuity.imaging.naturalness.Niqe;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints figures, as lines for people or as JSON. */
final class ScorePrinter {
    private final Console console;
    private final boolean json;
    private final List<Metric> metrics;
    private final boolean usual;

    /**
     * Creates a printer.
     *
     * @param json whether programs read along
     * @param metrics what is shown to people
     * @param usual whether that was left to the command, whose line scripts may know
     */
    ScorePrinter(Console console, boolean json, List<Metric> metrics, boolean usual) {
        this.console = console;
        this.json = json;
        this.metrics = List.copyOf(metrics);
        this.usual = usual;
    }

    void image(ImageScore score) {
        if (json) {
            console.json(score);
        } else {
            console.result(line(score.image(), score.alone()));
        }
    }

    void bins(String extractor, List<AttentionBin> bins) {
        if (json) {
            console.json(new Bins(extractor, bins));
            return;
        }
        for (AttentionBin bin : bins) {
            console.result(String.format(
                    Locale.ROOT,
                    "attention %.2f – %.2f  %5.1f %% of pixels  PSNR-Y %s dB   bicubic %s dB",
                    bin.from(),
                    bin.to(),
                    100 * bin.share(),
                    Metric.PSNR.text(bin.psnrY()),
                    Metric.PSNR.text(bin.bicubicPsnrY())));
        }
    }

    void mean(EvaluationReport report, String checkpoint) {
        int images = report.images().size();
        if (json) {
            console.json(new Summary(report.mean(), images, checkpoint));
            return;
        }
        console.result(line("mean of " + images, report.mean()));
        console.note("acuity: " + checkpoint
                + (metrics.contains(Metric.CONSISTENCY) ? "; consistency is MSE × 100,000, lower is better." : "."));
    }

    /** What the figures of NIQE mean, and how many are missing. */
    void natural(EvaluationReport report, NiqeParameters natural) {
        if (json || !metrics.contains(Metric.NIQE)) {
            return;
        }
        console.note("acuity: NIQE against " + natural.photographs() + " photographs of " + natural.source()
                + ", lower is more natural; it compares only with figures made with the same ones.");
        long without =
                report.images().stream().filter(score -> score.niqe() == null).count();
        if (without > 0) {
            console.note(
                    "acuity: NIQE needs two patches of " + Niqe.PATCH + "×" + Niqe.PATCH + " pixels with contrast; "
                            + without + " of " + report.images().size()
                            + " results have none, and the mean is over the others.");
        }
    }

    private String line(String image, MeanScore score) {
        return usual ? usualLine(image, score) : chosenLine(image, score);
    }

    private String chosenLine(String image, MeanScore score) {
        return String.format(Locale.ROOT, "%-24s ", image)
                + metrics.stream()
                        .filter(metric -> metric.result(score) != null || metric != Metric.FID)
                        .map(metric -> chosen(metric, score))
                        .collect(Collectors.joining("  "));
    }

    private static String chosen(Metric metric, MeanScore score) {
        Double bicubic = metric.bicubic(score);
        return metric.title() + " " + metric.text(metric.result(score)) + metric.unit()
                + (bicubic == null ? "" : " (bicubic " + metric.text(bicubic) + ")");
    }

    private static String usualLine(String image, MeanScore score) {
        return String.format(
                Locale.ROOT,
                "%-24s PSNR-Y %6.3f dB  SSIM-Y %.4f  consistency %7.3f  NIQE %s   bicubic %6.3f dB  %.4f  %s   original %s",
                image,
                score.psnrY(),
                score.ssimY(),
                score.consistency(),
                figure(score.niqe()),
                score.bicubic().psnrY(),
                score.bicubic().ssimY(),
                figure(score.bicubic().niqe()),
                figure(score.original().niqe()));
    }

    private static String figure(@Nullable Double niqe) {
        return niqe == null ? "     -" : String.format(Locale.ROOT, "%6.3f", niqe);
    }

    private record Summary(MeanScore mean, int images, String checkpoint) {}

    private record Bins(String attention, List<AttentionBin> bins) {}
}
