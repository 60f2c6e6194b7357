package io.acuity.streaming.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PollAlarmTest {
    private static final TopicPartition FIRST = new TopicPartition("topic", 0);
    private static final TopicPartition SECOND = new TopicPartition("topic", 1);
    private static final Duration LONG = Duration.ofSeconds(10);

    /** Remembers how long it was asked to wait for records. */
    private static final class Polled extends MockConsumer<byte[], byte[]> {
        private Duration longest = Duration.ZERO;

        Polled() {
            super(AutoOffsetResetStrategy.EARLIEST.name());
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            longest = timeout.compareTo(longest) > 0 ? timeout : longest;
            return super.poll(timeout);
        }
    }

    private static Polled consumer() {
        Polled consumer = new Polled();
        consumer.assign(List.of(FIRST, SECOND));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        return consumer;
    }

    @Test
    void theClientNeverWaitsWhileAPartitionIsPaused() {
        // given a partition whose records the lane has no room for
        try (Polled consumer = consumer()) {
            PollAlarm alarm = new PollAlarm(consumer);
            consumer.pause(List.of(FIRST));
            // when
            ConsumerRecords<byte[], byte[]> records = alarm.poll(LONG);
            // then
            assertThat(records.isEmpty()).isTrue();
            assertThat(consumer.longest).isZero();
            // and once it goes on, the client waits again
            consumer.resume(List.of(FIRST));
            alarm.poll(LONG);
            assertThat(consumer.longest).isEqualTo(LONG);
        }
    }

    @Test
    void recordsOfOtherPartitionsComeWhileOneIsPaused() {
        // given
        try (Polled consumer = consumer()) {
            PollAlarm alarm = new PollAlarm(consumer);
            consumer.pause(List.of(FIRST));
            consumer.addRecord(new ConsumerRecord<>("topic", 1, 0, new byte[0], new byte[] {7}));
            // when, then
            assertThat(alarm.poll(LONG).count()).isEqualTo(1);
        }
    }

    @Test
    void aRingEndsTheRest() throws InterruptedException {
        // given somebody who rings all the time
        try (Polled consumer = consumer()) {
            PollAlarm alarm = new PollAlarm(consumer);
            consumer.pause(List.of(FIRST));
            Thread ringer = Thread.ofPlatform().daemon().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    alarm.ring();
                }
            });
            // when
            long start = System.nanoTime();
            for (int i = 0; i < 1000; i++) {
                alarm.poll(LONG);
            }
            ringer.interrupt();
            ringer.join();
            // then: a thousand full rests would take twenty seconds
            assertThat(System.nanoTime() - start).isLessThan(LONG.toNanos());
        }
    }
}
