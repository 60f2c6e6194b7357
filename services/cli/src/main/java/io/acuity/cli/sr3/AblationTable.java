package io.acuity.cli.sr3;

import io.acuity.training.frames.FrameScore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A table of variants in Markdown: means over seeds, and the difference to a base variant seed by seed. */
final class AblationTable {
    private final List<ScoreSet> sets;
    private final String base;

    /**
     * A table.
     *
     * @param base the variant that others are compared with; it need not be there
     */
    AblationTable(List<ScoreSet> sets, String base) {
        this.sets = List.copyOf(sets);
        this.base = base;
    }

    /** The table's lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| variant | sampled | seeds | PSNR-Y | SSIM-Y | consistency ×10⁻⁵ | PSNR RGB, means replaced | loss"
                + " | PSNR-Y beside " + base + " |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        FrameScore bicubic = sets.get(0).bicubic();
        lines.add(String.format(
                Locale.ROOT,
                "| (bicubic) | | | %.2f | %.4f | %.1f | %.2f | | |",
                bicubic.psnrY(),
                bicubic.ssim(),
                bicubic.consistency(),
                bicubic.psnrMeans()));
        rows().forEach(row -> lines.add(line(row)));
        return lines;
    }

    private Collection<List<ScoreSet>> rows() {
        Map<String, List<ScoreSet>> rows = sets.stream()
                .collect(Collectors.groupingBy(
                        set -> set.system() + " " + set.setting(), LinkedHashMap::new, Collectors.toList()));
        return rows.values();
    }

    private String line(List<ScoreSet> row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.2f | %.4f | %.1f | %.2f | %.4f | %s |",
                row.get(0).system(),
                row.get(0).setting(),
                row.size(),
                mean(row, FrameScore::psnrY),
                mean(row, FrameScore::ssim),
                mean(row, FrameScore::consistency),
                mean(row, FrameScore::psnrMeans),
                row.stream().mapToDouble(ScoreSet::loss).average().orElse(Double.NaN),
                differences(row));
    }

    /** Seed by seed, for a seed names weights, order of frames and noise of both. */
    private String differences(List<ScoreSet> row) {
        if (row.get(0).system().equals(base)) {
            return "";
        }
        return row.stream()
                .flatMap(set -> sets.stream()
                        .filter(other -> other.system().equals(base)
                                && other.seed().equals(set.seed())
                                && other.setting().equals(set.setting()))
                        .map(other -> set.mean().psnrY() - other.mean().psnrY()))
                .map(difference -> String.format(Locale.ROOT, "%+.2f", difference))
                .collect(Collectors.joining(", "));
    }

    private static double mean(List<ScoreSet> row, ToDoubleFunction<FrameScore> figure) {
        return row.stream()
                .mapToDouble(set -> figure.applyAsDouble(set.mean()))
                .average()
                .orElse(Double.NaN);
    }
}
