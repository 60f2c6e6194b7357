package io.acuity.streaming.dataset;

import io.acuity.events.DatasetSample;
import io.acuity.streaming.EventPlace;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all datasets: what is there, then what changes. The topic has one partition, so every reader sees the same changes in
 * the same order, except that compaction leaves out what was overtaken later. The methods may be called from any thread.
 */
public final class DatasetReader implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(DatasetReader.class);

    private final Consumer<DatasetChange> listener;
    // Written by the tail's thread alone.
    private volatile DatasetOffsets offsets;
    private @Nullable EventTail<DatasetSample> tail;

    private DatasetReader(DatasetOffsets from, Consumer<DatasetChange> listener) {
        this.offsets = from;
        this.listener = listener;
    }

    /**
     * Opens a reader.
     *
     * @param settings the cluster; {@code acuity.datasets} must exist
     * @param from {@link DatasetOffsets#BEGINNING}, or what an earlier reader's {@link #offsets()} said
     * @param listener takes the changes, on the reader's thread; when it throws, reading ends and {@link #ended()} fails
     * @return to be closed by the caller
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static DatasetReader open(KafkaSettings settings, DatasetOffsets from, Consumer<DatasetChange> listener) {
        var reader = new DatasetReader(from, listener);
        reader.tail = EventTail.open(settings, Topic.DATASETS, new TailStart.At(from.next()), reader::hear);
        return reader;
    }

    /**
     * Whether the past was read.
     *
     * @return completes when every change that was on the topic at opening has been handed over
     */
    public CompletableFuture<Void> caughtUp() {
        return tail().caughtUp();
    }

    /**
     * For health checks.
     *
     * @return completes when the reader was closed; fails with the cause when its listener or Kafka stopped it
     */
    public CompletableFuture<Void> ended() {
        return tail().ended();
    }

    /**
     * Up to where changes were handed over. Ask on the listener's thread for a snapshot that fits what it holds: there the
     * change at hand is not counted yet.
     *
     * @return the offsets after the last change whose listener has returned
     */
    public DatasetOffsets offsets() {
        return offsets;
    }

    /** Stops reading and waits for the listener to return. */
    @Override
    public void close() {
        tail().close();
    }

    private EventTail<DatasetSample> tail() {
        if (tail == null) {
            throw new IllegalStateException("The reader was not opened.");
        }
        return tail;
    }

    private void hear(EventPlace place, String key, @Nullable DatasetSample sample) {
        DatasetChange change = change(place, key, sample);
        if (change != null) {
            listener.accept(change);
        }
        offsets = offsets.after(place.partition(), place.offset());
    }

    // A foreign writer's mistakes must not end a trainer.
    private static @Nullable DatasetChange change(EventPlace place, String text, @Nullable DatasetSample sample) {
        try {
            SampleKey key = SampleKey.parse(text);
            if (sample == null) {
                return new DatasetChange.Removed(key, place);
            }
            if (key.equals(DatasetPublisher.keyOf(sample))) {
                return new DatasetChange.Published(key, sample, place);
            }
            skipped(place, "The record names another sample than its key.");
        } catch (SampleRefusedException e) {
            skipped(place, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private static void skipped(EventPlace place, String why) {
        LOGGER.atWarn()
                .addKeyValue("topic", Topic.DATASETS)
                .addKeyValue("partition", place.partition())
                .addKeyValue("offset", place.offset())
                .addKeyValue("error", why)
                .log("Skipped a record that is no sample");
    }
}
