package io.acuity.trainer.dataset;

import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.dataset.DatasetChange;
import io.acuity.streaming.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the samples that cannot be trained on, and writes a dead letter for each. The image itself stays
 * where its record says. Safe for several threads.
 */
public final class RefusedSamples {
    private static final Logger LOGGER = LoggerFactory.getLogger(RefusedSamples.class);

    private final EventPublisher events;
    private final Clock clock;
    private final AtomicLong corrupt = new AtomicLong();
    private final AtomicLong tooSmall = new AtomicLong();

    /** Dead letters go by {@code events}, which stay the caller's. */
    public RefusedSamples(EventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Images that could not be read, in this process. */
    public long corruptCount() {
        return corrupt.get();
    }

    /** Images that were smaller than a patch, in this process. */
    public long tooSmallCount() {
        return tooSmall.get();
    }

    void tooSmall(DatasetChange.Published published, String why) {
        tooSmall.incrementAndGet();
        letter(published, FailureCode.INVALID_REQUEST, why);
    }

    /** As above for one that was told of before. */
    void tooSmallAgain() {
        tooSmall.incrementAndGet();
    }

    void corrupt(DatasetChange.Published published, FailureCode code, String why) {
        corrupt.incrementAndGet();
        letter(published, code, why);
    }

    private void letter(DatasetChange.Published published, FailureCode code, String why) {
        LOGGER.atWarn()
                .addKeyValue("sample", published.key())
                .addKeyValue("code", code)
                .addKeyValue("error", why)
                .log("Skipped a sample that cannot be used");
        String key = published.key().toString();
        DeadLetter letter = DeadLetter.newBuilder()
                .setCode(code)
                .setMessage(why)
                .setTopic(Topic.DATASETS.name())
                .setPartition(published.place().partition())
                .setOffset(published.place().offset())
                .setOriginalKey(ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)))
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build();
        events.publish(Topic.DEAD_LETTERS, key, letter).join();
    }
}
