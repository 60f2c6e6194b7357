package io.acuity.cli.sr3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.training.frames.FrameScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one 'sr3 evaluate --json' printed, kept as {@code SYSTEM/SEED/SETTING.jsonl}.
 *
 * @param system name of what was trained, such as an extractor
 * @param seed of the training
 * @param setting how it was sampled
 * @param mean over all frames
 * @param bicubic what the upsampled images score
 * @param loss the last that training told, if the file begins with what it printed; not a number otherwise
 */
record ScoreSet(String system, String seed, String setting, FrameScore mean, FrameScore bicubic, double loss) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".jsonl";

    /** All below a folder, in the order of their names. */
    static List<ScoreSet> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(ExitCode.USAGE, "There is no folder " + folder + " with scores.");
        }
        List<ScoreSet> sets = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                sets.add(read(folder, file));
            }
        }
        if (sets.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "The folder " + folder + " holds no *" + SUFFIX + " files.");
        }
        return sets;
    }

    private static ScoreSet read(Path folder, Path file) throws IOException {
        FrameScore mean = null;
        FrameScore bicubic = null;
        double loss = Double.NaN;
        for (String line : Files.readAllLines(file)) {
            JsonNode printed = JSON.readTree(line);
            loss = printed.has("loss") ? printed.path("loss").asDouble() : loss;
            FrameScore score = score(printed);
            mean = score.name().equals("mean") ? score : mean;
            bicubic = score.name().equals("bicubic") ? score : bicubic;
        }
        if (mean == null || bicubic == null) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "The file " + file + " has no line for the mean and bicubic; evaluate that run again.");
        }
        Path place = folder.relativize(file);
        if (place.getNameCount() != 3) {
            throw new CommandException(
                    ExitCode.USAGE, "The file " + file + " does not lie in SYSTEM/SEED of the folder " + folder + ".");
        }
        String name = place.getName(2).toString();
        return new ScoreSet(
                place.getName(0).toString(),
                place.getName(1).toString(),
                name.substring(0, name.length() - SUFFIX.length()),
                mean,
                bicubic,
                loss);
    }

    private static FrameScore score(JsonNode line) {
        return new FrameScore(
                line.path("name").asText(),
                line.path("psnr").asDouble(),
                line.path("psnrY").asDouble(),
                line.path("ssim").asDouble(),
                line.path("psnrMeans").asDouble(),
                line.path("ssimMeans").asDouble(),
                line.path("consistency").asDouble(),
                line.path("refinedShare").asDouble());
    }
}
