package io.acuity.cli.evaluate;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.evaluate.report.Metric;
import io.acuity.networks.quality.InstalledJudges;
import io.acuity.networks.saliency.InstalledBackbones;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an evaluation measures, and with whose weights. */
final class MetricOptions {
    @Option(
            names = "--metrics",
            split = ",",
            paramLabel = "NAME",
            description = {
                "What to measure, by commas (default: psnr,ssim,consistency,niqe).",
                "psnr, ssim: on luma. psnr-rgb: over all channels. colour-shift: difference of channel means in levels of 255; "
                        + "psnr-means: psnr-rgb with it forgiven. consistency: as meant; lr-psnr: as SRDiff reports it; "
                        + "consistency-uint8: as SR4 published it, with differences that wrap. niqe. lpips-alex (or lpips), "
                        + "lpips-vgg, lpips-squeeze and fid need published weights of yours."
            })
    private @Nullable List<String> names;

    @Option(
            names = "--metric-weights",
            paramLabel = "DIR",
            description =
                    "Folder with the weights of LPIPS and FID, in lpips-alex, lpips-vgg, lpips-squeeze and inception "
                            + "(default: ~/.acuity/models).")
    private @Nullable Path weights;

    /** Whether somebody chose. */
    boolean chosen() {
        return names != null;
    }

    /** The metrics, each once, in the order asked for. */
    List<Metric> metrics() {
        if (names == null) {
            return Metric.USUAL;
        }
        Set<Metric> metrics = new LinkedHashSet<>();
        for (String name : names) {
            metrics.add(Metric.of(name.strip())
                    .orElseThrow(() -> new CommandException(
                            ExitCode.USAGE,
                            "There is no metric '" + name + "'; choose from " + Metric.ids() + ", by commas.")));
        }
        return List.copyOf(metrics);
    }

    InstalledJudges judges() {
        return new InstalledJudges(weights == null ? InstalledBackbones.userFolder() : weights);
    }
}
