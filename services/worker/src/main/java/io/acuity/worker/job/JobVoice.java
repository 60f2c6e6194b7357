package io.acuity.worker.job;

import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.topics.Topic;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how a job goes on: started, and progress a few times a second. Losing such an event loses no job. */
final class JobVoice {
    private static final Logger LOGGER = LoggerFactory.getLogger(JobVoice.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final EventPublisher publisher;
    private final String worker;
    private final Clock clock;

    JobVoice(EventPublisher publisher, String worker, Clock clock) {
        this.publisher = publisher;
        this.worker = worker;
        this.clock = clock;
    }

    void started(String jobId) {
        publish(event(jobId, JobState.STARTED, 0, 0));
    }

    /** A listener that publishes at most four times a second; called by the device thread, returns at once. */
    ProgressListener progress(String jobId) {
        AtomicLong last = new AtomicLong(System.nanoTime());
        return (done, total) -> {
            long now = System.nanoTime();
            if (done < total && now - last.get() >= PAUSE_NANOS) {
                last.set(now);
                publish(event(jobId, JobState.STARTED, done, total));
            }
        };
    }

    /** An event of this worker. */
    JobEvent event(String jobId, JobState state, long done, long total) {
        return JobEvent.newBuilder()
                .setJobId(jobId)
                .setState(state)
                .setAt(clock.instant())
                .setTilesDone(done)
                .setTilesTotal(total)
                .setWorker(worker)
                .build();
    }

    private void publish(JobEvent event) {
        var unused = publisher
                .publish(Topic.JOB_EVENTS, event.getJobId(), event)
                .whenComplete((stored, failure) -> {
                    if (failure != null) {
                        LOGGER.atDebug()
                                .addKeyValue("jobId", event.getJobId())
                                .addKeyValue("error", failure.toString())
                                .log("A progress event was not published");
                    }
                });
    }
}
