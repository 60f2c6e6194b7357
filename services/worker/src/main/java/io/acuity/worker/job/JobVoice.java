package io.acuity.worker.job;

import io.acuity.diffusion.preview.PreviewListener;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.events.Failure;
import io.acuity.events.JobEvent;
import io.acuity.events.JobPreview;
import io.acuity.events.JobState;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.topics.Topic;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

    void started(String jobId, @Nullable String checkpoint) {
        publish(event(jobId, JobState.STARTED, 0, 0, checkpoint));
    }

    /** Tells that a job failed on a candidate and starts anew on stable. */
    void candidateFailed(String jobId, String candidate, JobRefusedException why) {
        JobEvent event = event(jobId, JobState.STARTED, 0, 0, candidate);
        event.setFailure(new Failure(why.code(), why.sentence()));
        publish(event);
    }

    /**
     * A listener that publishes at most four times a second; called by the device thread, returns at once.
     *
     * @param previews who is shown how the image stands; null where nobody looks
     */
    ProgressListener progress(String jobId, String checkpoint, @Nullable PreviewListener previews) {
        return new Progress(jobId, checkpoint, previews);
    }

    private final class Progress implements ProgressListener {
        private final String jobId;
        private final String checkpoint;
        private final @Nullable PreviewListener previews;
        private final AtomicLong last = new AtomicLong(System.nanoTime());

        Progress(String jobId, String checkpoint, @Nullable PreviewListener previews) {
            this.jobId = jobId;
            this.checkpoint = checkpoint;
            this.previews = previews;
        }

        @Override
        public void progressed(long done, long total) {
            long now = System.nanoTime();
            if (done < total && now - last.get() >= PAUSE_NANOS) {
                last.set(now);
                publish(event(jobId, JobState.STARTED, done, total, checkpoint));
            }
        }

        @Override
        public @Nullable PreviewListener previews() {
            return previews;
        }
    }

    /** Tells that there is one more preview; its tiles are those of the colours, which alpha may have come before. */
    void previewed(String jobId, JobPreview preview) {
        JobEvent event = event(jobId, JobState.STARTED, 0, 0, null);
        event.setPreview(preview);
        publish(event);
    }

    /** An event of this worker; {@code checkpoint} is what the job is pinned to, if it is. */
    JobEvent event(String jobId, JobState state, long done, long total, @Nullable String checkpoint) {
        return JobEvent.newBuilder()
                .setJobId(jobId)
                .setState(state)
                .setAt(clock.instant())
                .setTilesDone(done)
                .setTilesTotal(total)
                .setWorker(worker)
                .setCheckpoint(checkpoint)
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
