package io.acuity.trainer.progress;

import io.acuity.training.loop.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The curves of a run in two CSV files, {@code loss.csv} with mean losses and {@code validation.csv} with figures of
 * checkpoints; a run that goes on continues them. Used by the training thread.
 */
public final class LossLog implements TrainingListener {
    private static final int INTERVAL = 20;

    private final Path lossFile;
    private final Path validationFile;
    private final List<Point> losses = new ArrayList<>();
    private final List<Point> validations = new ArrayList<>();
    private double sum;
    private int count;

    /**
     * A point of a curve.
     *
     * @param step 1-based
     * @param value loss, or PSNR-Y in dB
     */
    public record Point(int step, double value) {}

    /** Reads what an earlier part of the run wrote, up to {@code step}, and drops what came later. */
    public LossLog(Path folder, int step) {
        this.lossFile = folder.resolve("loss.csv");
        this.validationFile = folder.resolve("validation.csv");
        restore(lossFile, losses, step);
        restore(validationFile, validations, step);
    }

    /** Mean losses over {@value #INTERVAL} steps each, fewer before a checkpoint. */
    public List<Point> losses() {
        return List.copyOf(losses);
    }

    /** PSNR-Y of checkpoints. */
    public List<Point> validations() {
        return List.copyOf(validations);
    }

    @Override
    public void onStep(int step, float loss, double rate) {
        sum += loss;
        count++;
        if (step % INTERVAL == 0) {
            settle(step);
        }
    }

    private void settle(int step) {
        if (count > 0) {
            add(lossFile, losses, new Point(step, sum / count));
            sum = 0;
            count = 0;
        }
    }

    /** A checkpoint is made: what was not written down yet is. */
    public void checkpointed(int step) {
        settle(step);
    }

    @Override
    public void onStepBack(int failed, int resumed) {
        sum = 0;
        count = 0;
        losses.removeIf(point -> point.step > resumed);
        rewrite(lossFile, losses);
    }

    /** A checkpoint was measured. */
    public void validated(int step, double psnrY) {
        add(validationFile, validations, new Point(step, psnrY));
    }

    private static void restore(Path file, List<Point> points, int step) {
        if (Files.exists(file)) {
            try {
                Files.readAllLines(file).stream()
                        .map(line -> line.split(",", -1))
                        .map(cells -> new Point(Integer.parseInt(cells[0]), Double.parseDouble(cells[1])))
                        .filter(point -> point.step <= step)
                        .forEach(points::add);
            } catch (IOException e) {
                throw unusable(file, e);
            }
        }
        rewrite(file, points);
    }

    private static void rewrite(Path file, List<Point> points) {
        try {
            Files.write(file, points.stream().map(LossLog::line).toList());
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static void add(Path file, List<Point> points, Point point) {
        points.add(point);
        try {
            Files.writeString(
                    file,
                    line(point) + System.lineSeparator(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static String line(Point point) {
        return String.format(Locale.ROOT, "%d,%.6f", point.step, point.value);
    }

    private static UncheckedIOException unusable(Path file, IOException e) {
        return new UncheckedIOException(
                "The file " + file + " cannot be used; check the trainer's folder and its free space.", e);
    }
}
