package io.acuity.cli.upscale;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar over all images, each counted by its tile-steps; nothing where nobody watches. */
final class BatchProgress implements AutoCloseable {
    private static final int PARTS = 100;
    private static final int REFRESH_MILLIS = 200;

    private final @Nullable ProgressBar bar;
    private final int[] parts;

    private BatchProgress(@Nullable ProgressBar bar, int images) {
        this.bar = bar;
        this.parts = new int[images];
    }

    /** Draws nothing: where nobody knows how many images will come. */
    static BatchProgress none() {
        return new BatchProgress(null, 0);
    }

    static BatchProgress of(BatchReport report, int images) {
        if (!report.showsProgress()) {
            return new BatchProgress(null, images);
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Upscaling")
                .setInitialMax((long) images * PARTS)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .hideEta()
                .setConsumer(new ConsoleProgressBarConsumer(report.console().progressStream()))
                .clearDisplayOnFinish()
                .build();
        return new BatchProgress(bar, images);
    }

    synchronized void progressed(int image, long done, long total) {
        if (total > 0) {
            moveTo(image, (int) (done * PARTS / total));
        }
    }

    synchronized void finished(int image) {
        moveTo(image, PARTS);
    }

    private void moveTo(int image, int part) {
        if (bar != null && part > parts[image]) {
            bar.stepBy(part - parts[image]);
            parts[image] = part;
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
