package io.acuity.cli.dataset;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.events.DatasetSample;
import io.acuity.events.DatasetSplit;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.dataset.DatasetChange;
import io.acuity.streaming.dataset.DatasetOffsets;
import io.acuity.streaming.dataset.DatasetReader;
import io.acuity.streaming.dataset.SampleKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the topic holds at this moment, without the images. */
final class DatasetListing {
    private static final int PATIENCE_MINUTES = 30;

    private final SortedMap<SampleKey, Entry> entries = new ConcurrentSkipListMap<>();

    private DatasetListing() {}

    /** What is said of one sample. */
    record Entry(
            DatasetSplit split,
            int width,
            int height,
            long bytes,
            boolean pair,
            @Nullable String licence,
            @Nullable String source) {
        static Entry of(DatasetSample sample) {
            return new Entry(
                    sample.getSplit(),
                    sample.getWidth(),
                    sample.getHeight(),
                    Payloads.size(sample.getImage()),
                    sample.getLowRes() != null,
                    sample.getLicence(),
                    sample.getSourceName());
        }
    }

    /** Reads the topic to its present end. */
    static SortedMap<SampleKey, Entry> read(KafkaSettings kafka) {
        var listing = new DatasetListing();
        TopicAdmin.ensure(kafka);
        try (var reader = DatasetReader.open(kafka, DatasetOffsets.BEGINNING, listing::hear)) {
            reader.caughtUp().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw ServiceFailures.of(e);
        } catch (TimeoutException e) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "The datasets were not read within " + PATIENCE_MINUTES + " minutes; see whether the broker still"
                            + " runs.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "The command was interrupted.", e);
        }
        return Collections.unmodifiableSortedMap(listing.entries);
    }

    private void hear(DatasetChange change) {
        switch (change) {
            case DatasetChange.Published published -> entries.put(published.key(), Entry.of(published.sample()));
            case DatasetChange.Removed removed -> entries.remove(removed.key());
        }
    }
}
