package io.acuity.worker.job;

import io.acuity.events.Cancel;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import io.acuity.worker.job.JobStoppedException.StopReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who cancelled what: follows the control topic, ends running jobs and remembers ids of jobs not yet met. */
public final class Cancellations implements AutoCloseable {
    private static final int REMEMBERED = 100_000;
    private static final long CATCH_UP_SECONDS = 5;

    private final Set<String> cancelled = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));
    private final Map<String, RunningJob> running = new ConcurrentHashMap<>();
    private final EventTail<Cancel> tail;

    private Cancellations(KafkaSettings kafka) {
        tail = EventTail.open(kafka, Topic.CONTROL, new TailStart.Beginning(), this::told);
    }

    /** Starts following; what was cancelled before is known, as far as it can be read within seconds. */
    public static Cancellations follow(KafkaSettings kafka) {
        Cancellations cancellations = new Cancellations(kafka);
        // A job cancelled before this worker started is better refused than begun, but not worth a long wait.
        var unused = cancellations
                .tail
                .caughtUp()
                .completeOnTimeout(null, CATCH_UP_SECONDS, TimeUnit.SECONDS)
                .join();
        return cancellations;
    }

    /** Registers a job; it is stopped at once if it was cancelled before. */
    void enter(String jobId, RunningJob job) {
        running.put(jobId, job);
        if (cancelled.contains(jobId)) {
            job.stop(StopReason.CANCELLED);
        }
    }

    /** The job has ended. */
    void leave(String jobId, RunningJob job) {
        running.remove(jobId, job);
    }

    private void told(String jobId, @Nullable Cancel cancel) {
        if (cancel == null) {
            return;
        }
        cancelled.add(jobId);
        RunningJob job = running.get(jobId);
        if (job != null) {
            job.stop(StopReason.CANCELLED);
        }
    }

    /** Whether the control topic is still followed. */
    public boolean isAlive() {
        return !tail.ended().isDone();
    }

    @Override
    public void close() {
        tail.close();
    }
}
