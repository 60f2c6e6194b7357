package io.acuity.cli.sr3;

import io.acuity.training.frames.FrameScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A table in Markdown: one row per system and setting, means over seeds with the least and the largest, and whether all seeds
 * agree with each other about the difference to a base system.
 */
final class ScoreTable {
    private static final String BASE = "none";

    private final List<ScoreSet> sets;

    ScoreTable(List<ScoreSet> sets) {
        this.sets = List.copyOf(sets);
    }

    /** The table's lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| trained with | sampled | seeds | PSNR | SSIM | PSNR, means replaced | SSIM, means replaced"
                + " | refined | PSNR beside unmasked | the same, means replaced |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|");
        FrameScore bicubic = sets.get(0).bicubic();
        lines.add(String.format(
                Locale.ROOT,
                "| (bicubic) | | | %.2f | %.4f | %.2f | %.4f | | | |",
                bicubic.psnr(),
                bicubic.ssim(),
                bicubic.psnrMeans(),
                bicubic.ssimMeans()));
        rows().values().forEach(row -> lines.add(line(row)));
        return lines;
    }

    /** Sets of all seeds by system and setting. */
    Map<String, List<ScoreSet>> rows() {
        return sets.stream()
                .collect(Collectors.groupingBy(
                        set -> set.system() + " " + set.setting(), LinkedHashMap::new, Collectors.toList()));
    }

    private String line(List<ScoreSet> row) {
        ScoreSet first = row.get(0);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s | %s | %.3f | %s | %s |",
                first.system(),
                first.setting(),
                row.size(),
                spread(row, FrameScore::psnr, "%.2f"),
                spread(row, FrameScore::ssim, "%.4f"),
                spread(row, FrameScore::psnrMeans, "%.2f"),
                spread(row, FrameScore::ssimMeans, "%.4f"),
                mean(row, FrameScore::refinedShare),
                verdict(row, FrameScore::psnr),
                verdict(row, FrameScore::psnrMeans));
    }

    private static String spread(List<ScoreSet> row, ToDoubleFunction<FrameScore> figure, String format) {
        double least = row.stream()
                .mapToDouble(set -> figure.applyAsDouble(set.mean()))
                .min()
                .orElse(Double.NaN);
        double most = row.stream()
                .mapToDouble(set -> figure.applyAsDouble(set.mean()))
                .max()
                .orElse(Double.NaN);
        String all = format + (row.size() > 1 ? " (" + format + " … " + format + ")" : "");
        return String.format(Locale.ROOT, all, mean(row, figure), least, most);
    }

    static double mean(List<ScoreSet> row, ToDoubleFunction<FrameScore> figure) {
        return row.stream()
                .mapToDouble(set -> figure.applyAsDouble(set.mean()))
                .average()
                .orElse(Double.NaN);
    }

    /** Seed by seed, for a seed names weights, order of frames and noise of both. */
    private String verdict(List<ScoreSet> row, ToDoubleFunction<FrameScore> figure) {
        if (row.get(0).system().equals(BASE)) {
            return "";
        }
        List<Double> differences = row.stream()
                .flatMap(set -> base(set.seed()).stream()
                        .map(base -> figure.applyAsDouble(set.mean()) - figure.applyAsDouble(base.mean())))
                .toList();
        if (differences.isEmpty()) {
            return "";
        }
        String each = differences.stream()
                .map(difference -> String.format(Locale.ROOT, "%+.2f", difference))
                .collect(Collectors.joining(", "));
        boolean agree = differences.stream().allMatch(difference -> difference > 0)
                || differences.stream().allMatch(difference -> difference < 0);
        if (differences.size() < 2) {
            return each + " (one seed)";
        }
        return agree ? each : each + ": inconclusive";
    }

    private List<ScoreSet> base(String seed) {
        return sets.stream()
                .filter(set -> set.system().equals(BASE) && set.seed().equals(seed))
                .limit(1)
                .toList();
    }
}
