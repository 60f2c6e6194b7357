package io.acuity.cli.train;

import io.acuity.cli.console.Console;
import io.acuity.training.loop.TrainingListener;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how training goes: a progress bar for people, one JSON object every hundred steps for machines. */
public final class TrainingReport implements TrainingListener, AutoCloseable {
    private static final int INTERVAL = 100;

    private final Console console;
    private final int steps;
    private final boolean json;
    private final @Nullable ProgressBar bar;
    private double lossSum;
    private int lossCount;

    /** Begins a report of a run of {@code steps}. */
    public TrainingReport(Console console, int steps, boolean json) {
        this.console = console;
        this.steps = steps;
        this.json = json;
        this.bar = console.isInteractive()
                ? new ProgressBarBuilder()
                        .setTaskName("train")
                        .setInitialMax(steps)
                        .setConsumer(new ConsoleProgressBarConsumer(console.progressStream()))
                        .build()
                : null;
    }

    @Override
    public void onStep(int step, float loss, double rate) {
        lossSum += loss;
        lossCount++;
        if (bar != null) {
            bar.stepTo(step);
        }
        if (step % INTERVAL == 0 || step == steps) {
            say(step, lossSum / lossCount);
            lossSum = 0;
            lossCount = 0;
        }
    }

    private void say(int step, double loss) {
        if (json) {
            console.json(new Step(step, loss));
        } else if (bar != null) {
            bar.setExtraMessage(String.format(Locale.ROOT, "loss %.4f", loss));
        } else {
            console.note(String.format(Locale.ROOT, "step %d of %d, loss %.4f", step, steps, loss));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private record Step(int step, double loss) {}
}
