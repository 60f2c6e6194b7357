package io.acuity.cli.evaluate;

import io.acuity.cli.console.Console;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar over the images of an evaluation; nothing where nobody watches. */
final class EvaluationProgress implements AutoCloseable {
    private static final int REFRESH_MILLIS = 200;

    private final Console console;
    private @Nullable ProgressBar bar;

    EvaluationProgress(Console console) {
        this.console = console;
    }

    /** So many are done; the bar begins with the first. */
    void reached(int done, int total) {
        if (bar == null && console.isInteractive()) {
            bar = new ProgressBarBuilder()
                    .setTaskName("Evaluating")
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setUpdateIntervalMillis(REFRESH_MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(console.progressStream()))
                    .clearDisplayOnFinish()
                    .build();
        }
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
