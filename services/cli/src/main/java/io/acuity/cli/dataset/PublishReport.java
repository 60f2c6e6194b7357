package io.acuity.cli.dataset;

import io.acuity.cli.console.Console;
import io.acuity.events.DatasetSample;
import io.acuity.events.DatasetSplit;
import io.acuity.streaming.blob.Payloads;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells how each file ended, and draws progress where a person watches. */
final class PublishReport implements AutoCloseable {
    private static final int REFRESH_MILLIS = 200;

    private final Console console;
    private final boolean json;
    private final @Nullable ProgressBar bar;
    private final Map<String, DatasetSplit> samples = new HashMap<>();
    private int files;
    private int refused;

    PublishReport(Console console, boolean json, int total) {
        this.console = console;
        this.json = json;
        this.bar = console.isInteractive() ? bar(console, total) : null;
    }

    private static ProgressBar bar(Console console, int total) {
        return new ProgressBarBuilder()
                .setTaskName("Publishing")
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(console.progressStream()))
                .clearDisplayOnFinish()
                .build();
    }

    void published(DatasetSample sample) {
        step();
        samples.put(sample.getSampleId(), sample.getSplit());
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dataset", sample.getDataset());
            object.put("sampleId", sample.getSampleId());
            object.put("source", sample.getSourceName());
            object.put("split", sample.getSplit().name());
            object.put("width", sample.getWidth());
            object.put("height", sample.getHeight());
            object.put("bytes", Payloads.size(sample.getImage()));
            object.put("pair", sample.getLowRes() != null);
            console.json(object);
        }
    }

    void refused(String file, String sentence) {
        step();
        refused++;
        console.problem(file + ": " + sentence);
        if (json) {
            console.json(Map.of("input", file, "error", Map.of("code", "REFUSED", "message", sentence)));
        }
    }

    boolean hasRefused() {
        return refused > 0;
    }

    void summarize(String dataset) {
        long validation = samples.values().stream()
                .filter(split -> split == DatasetSplit.VALIDATION)
                .count();
        String sentence = "Published " + samples.size() + " samples (" + (samples.size() - validation) + " train, "
                + validation + " validation) from " + files + " files to dataset " + dataset + "; refused " + refused
                + ".";
        if (json) {
            console.note("acuity: " + sentence);
        } else {
            console.result(sentence);
        }
    }

    private void step() {
        files++;
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
