package io.acuity.worker.job;

import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.lane.LaneRecord;
import io.acuity.streaming.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs have ended, or are in work here, so that a request that was published twice is worked on once: by a gateway that heard no
 * acknowledgement of the first time, or by two that were given the same key. The ends are read from {@code acuity.job-events}, where they
 * appear in the transaction of the result. Safe for use by several threads.
 */
final class Endings implements AutoCloseable {
    private static final int REMEMBERED = 100_000;
    private static final long CATCH_UP_SECONDS = 10;
    /** Whoever publishes once more does it within minutes. */
    private static final Duration PAST = Duration.ofMinutes(10);

    private final Map<String, Claim> claims = new Remembered();
    private @Nullable EventTail<JobEvent> tail;

    /** Of a job that ended, the record does not matter. */
    private record Claim(@Nullable String record, boolean ended) {}

    private static final class Remembered extends LinkedHashMap<String, Claim> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Claim> eldest) {
            return size() > REMEMBERED;
        }
    }

    /** Starts following; the last minutes are known, as far as they can be read within seconds. */
    static Endings follow(KafkaSettings kafka) {
        Endings endings = new Endings();
        EventTail<JobEvent> tail = EventTail.open(
                kafka, Topic.JOB_EVENTS, new TailStart.Since(Instant.now().minus(PAST)), (key, event) -> {
                    if (event != null) {
                        endings.told(event.getJobId(), event.getState());
                    }
                });
        endings.tail = tail;
        var unused = tail.caughtUp()
                .completeOnTimeout(null, CATCH_UP_SECONDS, TimeUnit.SECONDS)
                .join();
        return endings;
    }

    /** What the topic tells of a job. */
    synchronized void told(String jobId, JobState state) {
        if (isFinal(state)) {
            claims.put(jobId, new Claim(null, true));
        }
    }

    private static boolean isFinal(JobState state) {
        return switch (state) {
            case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> true;
            case UNKNOWN, ACCEPTED, STARTED -> false;
        };
    }

    /**
     * Whether this record is the one to work on: no other record of the job is in work here, and the job has not ended. True for every
     * attempt on one record.
     */
    synchronized boolean claim(String jobId, LaneRecord record) {
        Claim mine = new Claim(place(record), false);
        Claim known = claims.putIfAbsent(jobId, mine);
        return known == null || known.equals(mine);
    }

    /** Whether the job has ended, by whoever's hands. */
    synchronized boolean hasEnded(String jobId) {
        Claim known = claims.get(jobId);
        return known != null && known.ended;
    }

    /** The record left, unfinished, for another worker. */
    synchronized void release(String jobId, LaneRecord record) {
        claims.remove(jobId, new Claim(place(record), false));
    }

    private static String place(LaneRecord record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    @Override
    public void close() {
        if (tail != null) {
            tail.close();
        }
    }
}
