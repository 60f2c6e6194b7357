package io.acuity.streaming;

import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Carrier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all partitions of a topic without joining a group: every tail sees every committed event. Its own thread owns the
 * consumer. Bytes that do not decode are logged and skipped: the lane that works on a topic turns them into dead letters.
 *
 * @param <T> the record on the topic
 */
public final class EventTail<T extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int CALL_MILLIS = 8_000;
    /** It has no group to leave, and a goodbye would wait behind the fetch in flight, which the broker holds for half a second. */
    private static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);

    private final Topic<T> topic;
    private final TailStart start;
    private final PlacedListener<T> listener;
    private final Consumer<byte[], byte[]> consumer;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closing;

    private EventTail(KafkaSettings settings, Topic<T> topic, TailStart start, PlacedListener<T> listener) {
        this.topic = topic;
        this.start = start;
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(
                settings.client(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        CALL_MILLIS,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        CALL_MILLIS)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "acuity-tail-" + topic);
        this.thread.setDaemon(true);
    }

    /**
     * Opens a tail. When this returns, its place in the topic is fixed: everything published from now on will be seen.
     *
     * @param settings the cluster
     * @param topic what to follow; must exist
     * @param start from where
     * @param listener takes the events on the tail's thread
     * @return to be closed by the caller
     * @param <T> the record on the topic
     * @throws BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static <T extends SpecificRecord> EventTail<T> open(
            KafkaSettings settings, Topic<T> topic, TailStart start, TailListener<T> listener) {
        return open(
                settings,
                topic,
                start,
                (EventPlace place, String key, @Nullable T event) -> listener.event(key, event));
    }

    /**
     * Opens a tail whose listener hears where each event lies; see
     * {@link #open(KafkaSettings, Topic, TailStart, TailListener)}.
     *
     * @param settings the cluster
     * @param topic what to follow; must exist
     * @param start from where
     * @param listener takes the events on the tail's thread
     * @return to be closed by the caller
     * @param <T> the record on the topic
     * @throws BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static <T extends SpecificRecord> EventTail<T> open(
            KafkaSettings settings, Topic<T> topic, TailStart start, PlacedListener<T> listener) {
        BrokerProbe.requireReachable(settings);
        var tail = new EventTail<>(settings, topic, start, listener);
        tail.thread.start();
        try {
            tail.opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException timeout) {
                String finding = "the offsets of " + topic + " were not answered";
                throw new BrokerUnreachableException(settings, Duration.ofMillis(CALL_MILLIS), finding, timeout);
            }
            throw e;
        }
        return tail;
    }

    /**
     * Whether the past was read.
     *
     * @return completes when everything that was on the topic at opening has been handed over
     */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    /**
     * For health checks.
     *
     * @return completes when the tail was closed; fails with the cause when its listener or Kafka stopped it
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Stops following and waits for the listener to return. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            if (Thread.currentThread() != thread) {
                thread.join(Duration.ofMillis(CALL_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The thread's root: whatever ends it is recorded, so that health can show it.
    private void run() {
        try {
            Map<TopicPartition, Long> goal = seek();
            opened.complete(null);
            follow(goal);
            settle(null);
        } catch (WakeupException e) {
            settle(null);
        } catch (RuntimeException | Error e) {
            LOGGER.atError().addKeyValue("topic", topic).setCause(e).log("A tail stopped");
            settle(e);
        } finally {
            consumer.close(AT_ONCE);
        }
    }

    private void settle(@Nullable Throwable failure) {
        if (failure == null) {
            ended.complete(null);
            var closed = new IllegalStateException("The tail of " + topic + " was closed.");
            opened.completeExceptionally(closed);
            caughtUp.completeExceptionally(closed);
        } else {
            ended.completeExceptionally(failure);
            opened.completeExceptionally(failure);
            caughtUp.completeExceptionally(failure);
        }
    }

    private Map<TopicPartition, Long> seek() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("The topic " + topic
                    + " does not exist; create it with './acuity service broker'" + " or as docs/topics.md says.");
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        switch (start) {
            case TailStart.Beginning beginning -> consumer.seekToBeginning(partitions);
            case TailStart.End end -> ends.forEach(consumer::seek);
            case TailStart.Since since -> seekTo(since.instant(), ends);
            case TailStart.At at -> seekTo(at.offsets(), ends);
        }
        return ends;
    }

    private void seekTo(Instant instant, Map<TopicPartition, Long> ends) {
        var wanted = new HashMap<TopicPartition, Long>();
        ends.keySet().forEach(partition -> wanted.put(partition, instant.toEpochMilli()));
        consumer.offsetsForTimes(wanted)
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
    }

    private void seekTo(Map<Integer, Long> offsets, Map<TopicPartition, Long> ends) {
        ends.forEach((partition, end) -> {
            Long wanted = offsets.get(partition.partition());
            if (wanted == null || wanted > end) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, wanted);
            }
        });
    }

    private void follow(Map<TopicPartition, Long> goal) {
        while (!closing) {
            // Asked before the first poll: that of an empty topic would only wait.
            if (!caughtUp.isDone() && reached(goal)) {
                caughtUp.complete(null);
            }
            for (var record : consumer.poll(POLL)) {
                hand(record);
            }
        }
    }

    private boolean reached(Map<TopicPartition, Long> goal) {
        return goal.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void hand(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        try {
            var place = new EventPlace(record.partition(), record.offset(), Carrier.of(record.headers()));
            listener.event(
                    place, key, record.value() == null ? null : topic.codec().decode(record.value()));
        } catch (UndecodableRecordException e) {
            LOGGER.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", e.getMessage())
                    .log("Skipped a record that does not decode");
        }
    }
}
