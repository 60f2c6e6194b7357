package io.acuity.streaming;

import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes events as the one holder of a name: whoever claims the name later takes it over, also from a process that was frozen
 * and wakes up again, and the broker refuses what the earlier one sends from then on (Kafka's fencing of transactional producers). Each
 * event is a transaction of its own. One thread at a time.
 */
public final class ExclusivePublisher implements EventSink, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final String name;
    private final Producer<byte[], byte[]> producer;

    private ExclusivePublisher(KafkaSettings settings, String name, Producer<byte[], byte[]> producer) {
        this.settings = settings;
        this.name = name;
        this.producer = producer;
    }

    /**
     * Claims a name; when this returns, earlier holders can publish no more.
     *
     * @param settings the cluster
     * @param name what there should be one writer of; the transactional id
     * @return to be closed by the caller
     * @throws BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static ExclusivePublisher claim(KafkaSettings settings, String name) {
        BrokerProbe.requireReachable(settings);
        int millis = Math.toIntExact(PATIENCE.toMillis());
        var config = settings.client(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, name,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, millis,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2));
        var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (TimeoutException e) {
            producer.close(Duration.ZERO);
            throw new BrokerUnreachableException(settings, PATIENCE, "the name " + name + " could not be claimed", e);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        return new ExclusivePublisher(settings, name, producer);
    }

    /**
     * Publishes one event; blocks until it is committed or not.
     *
     * @return completed; failed with {@link ClaimLostException} when the name was taken over, or with
     *     {@link BrokerUnreachableException}, after which it is unknown whether the event appears
     */
    @Override
    public <T extends SpecificRecord> CompletableFuture<Void> publish(Topic<T> topic, String key, T event) {
        OutgoingEvent outgoing = OutgoingEvent.of(topic, key, event);
        try {
            producer.beginTransaction();
            producer.send(outgoing.toRecord()).get();
            producer.commitTransaction();
            return CompletableFuture.completedFuture(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e);
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            return failed(e);
        }
    }

    private CompletableFuture<Void> failed(Throwable failure) {
        if (failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException) {
            return CompletableFuture.failedFuture(new ClaimLostException(name, failure));
        }
        return CompletableFuture.failedFuture(BrokerUnreachableException.ofSend(settings, PATIENCE, failure));
    }

    /** Gives the name back; an unfinished event is dropped. */
    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
