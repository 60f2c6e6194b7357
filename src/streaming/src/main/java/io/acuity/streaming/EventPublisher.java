package io.acuity.streaming;

import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Carrier;
import io.acuity.streaming.trace.Sending;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes single events, each acknowledged by the broker: what gateways and the command line write. Idempotent, so that a
 * resent record appears once. Never blocks its caller; its own thread owns the producer, whose {@code send} may block for
 * seconds when the broker is away.
 */
public final class EventPublisher implements EventSink, AutoCloseable {

    private static final int WAITING = 4_096;
    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final LongSupplier nanos;
    private final ThreadPoolExecutor owner;
    private final Executor callbacks =
            task -> Thread.ofVirtual().name("acuity-published").start(task);

    private EventPublisher(KafkaSettings settings, Producer<byte[], byte[]> producer) {
        this(settings, producer, System::nanoTime);
    }

    /** With a clock of its own, for tests. */
    EventPublisher(KafkaSettings settings, Producer<byte[], byte[]> producer, LongSupplier nanos) {
        this.settings = settings;
        this.producer = producer;
        this.nanos = nanos;
        this.owner = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
            var thread = new Thread(task, "acuity-publisher");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens a publisher.
     *
     * @param settings the cluster
     * @return to be closed by the caller
     * @throws BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static EventPublisher open(KafkaSettings settings) {
        BrokerProbe.requireReachable(settings);
        var config = settings.client(Map.of(
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                // With several requests in flight, a partition whose leader was just elected may refuse the
                // first and take the second, after which the first is out of order for ever.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) DELIVERY.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) DELIVERY.toMillis() / 2));
        return new EventPublisher(
                settings, new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * Publishes one event. Calls from one thread keep their order.
     *
     * @param topic where to
     * @param key the record's key
     * @param event the record
     * @return completes when the broker has stored the event, on a virtual thread; fails with
     *     {@link BrokerUnreachableException} when it did not within ten seconds (twenty behind others that wait), or with
     *     {@link RejectedExecutionException} at once when thousands of events already wait
     * @param <T> the record on the topic
     */
    @Override
    public <T extends SpecificRecord> CompletableFuture<Void> publish(Topic<T> topic, String key, T event) {
        return publish(OutgoingEvent.of(topic, key, event));
    }

    /**
     * Publishes a tombstone; see {@link #publish(Topic, String, SpecificRecord)}.
     *
     * @param topic where; must be compacted
     * @param key what to remove
     * @return completes when the broker has stored the tombstone
     * @throws IllegalArgumentException when the topic is not compacted
     */
    public CompletableFuture<Void> remove(Topic<?> topic, String key) {
        return publish(OutgoingEvent.tombstone(topic, key));
    }

    /**
     * Publishes one encoded event; see {@link #publish(Topic, String, SpecificRecord)}.
     *
     * @param event the event
     * @return completes when the broker has stored the event
     */
    public CompletableFuture<Void> publish(OutgoingEvent event) {
        var stored = new CompletableFuture<Void>();
        long deadline = nanos.getAsLong() + DELIVERY.toNanos();
        try {
            owner.execute(() -> send(event, stored, deadline));
        } catch (RejectedExecutionException e) {
            stored.completeExceptionally(new RejectedExecutionException(
                    "The publisher is closed or " + WAITING + " events already wait for the broker; try again later.",
                    e));
        }
        return stored;
    }

    /**
     * The same way for events of a trace: each is sent by a span of its own.
     *
     * @param context what sends them
     * @return open as long as this publisher is
     */
    public EventSink within(Context context) {
        return new EventSink() {
            @Override
            public <T extends SpecificRecord> CompletableFuture<Void> publish(Topic<T> topic, String key, T event) {
                Sending sending = settings.traces().send(OutgoingEvent.of(topic, key, event), context);
                return EventPublisher.this
                        .publish(sending.event())
                        .whenComplete((stored, failure) -> sending.end(failure));
            }
        };
    }

    /**
     * The same way for what is only told on the way: it lies in the trace, and makes no spans.
     *
     * @param context what tells it
     * @return open as long as this publisher is
     */
    public EventSink beside(Context context) {
        Carrier carrier = Carrier.of(context);
        return new EventSink() {
            @Override
            public <T extends SpecificRecord> CompletableFuture<Void> publish(Topic<T> topic, String key, T event) {
                return EventPublisher.this.publish(
                        OutgoingEvent.of(topic, key, event).within(carrier));
            }
        };
    }

    private void send(OutgoingEvent event, CompletableFuture<Void> stored, long deadline) {
        if (nanos.getAsLong() - deadline > 0) {
            // While the broker is away each send blocks; those behind it must not be late by the sum of all before
            // them.
            callbacks.execute(() -> settle(stored, new TimeoutException("It waited behind others.")));
            return;
        }
        try {
            // The callback tells how it went; the returned future would say the same.
            var unused = producer.send(
                    event.toRecord(), (metadata, failure) -> callbacks.execute(() -> settle(stored, failure)));
        } catch (RuntimeException e) {
            callbacks.execute(() -> settle(stored, e));
        }
    }

    private void settle(CompletableFuture<Void> stored, @Nullable Exception failure) {
        if (failure == null) {
            stored.complete(null);
        } else {
            stored.completeExceptionally(BrokerUnreachableException.ofSend(settings, DELIVERY, failure));
        }
    }

    /** Sends what waits, for at most ten seconds, and closes. */
    @Override
    public void close() {
        owner.shutdown();
        try {
            if (!owner.awaitTermination(DELIVERY.toSeconds(), TimeUnit.SECONDS)) {
                owner.shutdownNow();
            }
        } catch (InterruptedException e) {
            owner.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(DELIVERY);
    }
}
