package io.acuity.streaming.lane;

import io.acuity.streaming.trace.Sending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Where the outputs of an elastic lane go: one idempotent producer for all its hands. Safe for use by several threads. */
final class ElasticOutlet implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;

    ElasticOutlet(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Publishes an output; returns when the broker has all of it.
     *
     * @throws KafkaException when it did not take one of the events in time
     */
    void publish(List<Sending> output) {
        List<Future<RecordMetadata>> sent = output.stream()
                .map(sending -> producer.send(sending.event().toRecord(), (metadata, failure) -> sending.end(failure)))
                .toList();
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new KafkaException("The broker did not take an output: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("Interrupted before the broker had taken an output.", e);
            }
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
