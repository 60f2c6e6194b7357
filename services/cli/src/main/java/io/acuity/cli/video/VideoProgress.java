package io.acuity.cli.video;

import io.acuity.cli.console.Console;
import io.acuity.pipeline.ClipProgress;
import io.acuity.pipeline.ClipWork;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar over the frames with their rate, the tiles that were skipped and the time left; nothing where nobody watches. */
final class VideoProgress implements ClipProgress, AutoCloseable {
    private static final int REFRESH_MILLIS = 200;
    private static final int PERCENT = 100;

    private final @Nullable ProgressBar bar;

    private VideoProgress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * A bar.
     *
     * @param expected how many frames will come; 0 when nobody knows
     */
    static VideoProgress of(Console console, boolean quiet, long expected) {
        if (quiet || !console.isInteractive()) {
            return new VideoProgress(null);
        }
        return new VideoProgress(new ProgressBarBuilder()
                .setTaskName("Upscaling")
                .setInitialMax(expected > 0 ? expected : -1)
                .setUnit(" frames", 1)
                .showSpeed(new DecimalFormat(" 0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(console.progressStream()))
                .clearDisplayOnFinish()
                .build());
    }

    @Override
    public void arrived(long frames, ClipWork work) {
        if (bar != null) {
            bar.stepTo(frames);
            bar.setExtraMessage(String.format(Locale.ROOT, ", %.0f %% skipped", PERCENT * share(work)));
        }
    }

    /** How much needed no computing, in words. */
    static String skipped(ClipWork work) {
        return String.format(Locale.ROOT, "%.0f %% of the tiles skipped", PERCENT * share(work));
    }

    private static double share(ClipWork work) {
        return work.tiles() == 0 ? 0 : (double) work.tilesReused() / work.tiles();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
