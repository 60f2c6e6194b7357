package io.acuity.cli.evaluate.report;

import io.acuity.evaluation.EvaluationReport;
import io.acuity.evaluation.bins.AttentionBin;
import java.util.List;
import java.util.Map;

/**
 * What came of an evaluation.
 *
 * @param checkpoint that was measured
 * @param data folder of the images
 * @param settings how it was measured, by name
 * @param metrics what was asked for
 * @param report the figures
 * @param binsBy name of the extractor whose maps sorted the pixels; empty where none did
 * @param bins PSNR by attention; empty where it was not asked for
 */
public record Findings(
        String checkpoint,
        String data,
        Map<String, String> settings,
        List<Metric> metrics,
        EvaluationReport report,
        String binsBy,
        List<AttentionBin> bins) {
    /** Keeps its own copies of the lists. */
    public Findings {
        metrics = List.copyOf(metrics);
        bins = List.copyOf(bins);
    }
}
