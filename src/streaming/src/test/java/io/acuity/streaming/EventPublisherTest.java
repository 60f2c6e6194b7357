package io.acuity.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.streaming.topics.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EventPublisherTest {
    private final AtomicLong clock = new AtomicLong();
    private final CountDownLatch sending = new CountDownLatch(1);
    private final CountDownLatch brokerIsBack = new CountDownLatch(1);

    /** Blocks in its first send, as Kafka's does while no broker answers. */
    private final class Stuck extends MockProducer<byte[], byte[]> {
        Stuck() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sent, Callback callback) {
            sending.countDown();
            try {
                brokerIsBack.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.send(sent, callback);
        }
    }

    @Test
    void whatWaitedTooLongBehindOthersFailsAndIsNotSent() throws Exception {
        // given: one event that the broker does not take, and one behind it
        Stuck producer = new Stuck();
        try (EventPublisher publisher = new EventPublisher(KafkaSettings.of("localhost:9092"), producer, clock::get)) {
            CompletableFuture<Void> first = publisher.publish(event("first"));
            sending.await();
            CompletableFuture<Void> second = publisher.publish(event("second"));

            // when
            clock.addAndGet(Duration.ofSeconds(11).toNanos());
            brokerIsBack.countDown();

            // then
            first.join();
            assertThat(second)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(BrokerUnreachableException.class);
            assertThat(producer.history()).hasSize(1);
        }
    }

    @Test
    void whatTooFewBrokersRefusedIsABrokerThatIsAway() {
        // given
        var producer = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        try (EventPublisher publisher = new EventPublisher(KafkaSettings.of("localhost:9092"), producer, clock::get)) {
            CompletableFuture<Void> stored = publisher.publish(event("lonely"));
            await().until(() -> producer.history().size() == 1);

            // when: the client gave up trying
            producer.errorNext(new NotEnoughReplicasException("fewer in-sync replicas than required"));

            // then
            assertThat(stored)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(BrokerUnreachableException.class)
                    .withMessageContaining("NotEnoughReplicas");
        }
    }

    private static OutgoingEvent event(String key) {
        return new OutgoingEvent("acuity.requests", key.getBytes(StandardCharsets.UTF_8), new byte[1]);
    }
}
