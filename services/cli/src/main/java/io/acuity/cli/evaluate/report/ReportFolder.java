package io.acuity.cli.evaluate.report;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an evaluation leaves its files: {@code report.html}, {@code scores.csv}, {@code scores.json}, and with bins
 * {@code bins.csv} and {@code bins.png}. Made before anything is measured, so that a wrong place shows at once.
 */
public final class ReportFolder {
    private final Path folder;

    private ReportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder, if need be.
     *
     * @throws CommandException if it cannot be made or written to
     */
    public static ReportFolder in(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        if (!Files.isWritable(folder)) {
            throw unusable(folder, null);
        }
        return new ReportFolder(folder);
    }

    /** Writes all files, each whole or not at all; returns the one for people. */
    public Path write(Findings findings, ReportPictures pictures) {
        ScoreFiles scores = new ScoreFiles(findings);
        WholeFile.write(folder.resolve("scores.csv"), scores::writeScores);
        WholeFile.write(folder.resolve("scores.json"), scores::writeJson);
        if (!findings.bins().isEmpty()) {
            WholeFile.write(folder.resolve("bins.csv"), scores::writeBins);
            byte[] chart = BinChart.png(findings.binsBy(), findings.bins());
            WholeFile.write(folder.resolve("bins.png"), out -> out.write(chart));
        }
        Path report = folder.resolve("report.html");
        byte[] html = new HtmlReport(findings, pictures.rows()).text().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(report, out -> out.write(html));
        return report;
    }

    private static CommandException unusable(Path folder, @Nullable IOException cause) {
        return new CommandException(
                ExitCode.USAGE, "The report cannot go to " + folder + "; name a folder you may write to.", cause);
    }
}
