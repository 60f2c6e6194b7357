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
    private final BatchSpans batches;

    JobVoice(EventPublisher publisher, String worker, Clock clock, BatchSpans batches) {
        this.publisher = publisher;
        this.worker = worker;
        this.clock = clock;
        this.batches = batches;
    }

    void started(JobTrail job, @Nullable String checkpoint) {
        publish(job, event(job.jobId(), JobState.STARTED, 0, 0, checkpoint));
    }

    /** Tells that a job failed on a candidate and starts anew on stable. */
    void candidateFailed(JobTrail job, String candidate, JobRefusedException why) {
        JobEvent event = event(job.jobId(), JobState.STARTED, 0, 0, candidate);
        event.setFailure(new Failure(why.code(), why.sentence()));
        publish(job, event);
    }

    /**
     * A listener that publishes at most four times a second; called by the device thread, returns at once.
     *
     * @param previews who is shown how the image stands; null where nobody looks
     */
    ProgressListener progress(JobTrail job, String checkpoint, @Nullable PreviewListener previews) {
        return new Progress(job, checkpoint, previews);
    }

    private final class Progress implements ProgressListener {
        private final JobTrail job;
        private final String checkpoint;
        private final @Nullable PreviewListener previews;
        private final AtomicLong last = new AtomicLong(System.nanoTime());

        Progress(JobTrail job, String checkpoint, @Nullable PreviewListener previews) {
            this.job = job;
            this.checkpoint = checkpoint;
            this.previews = previews;
        }

        @Override
        public void progressed(long done, long total) {
            long now = System.nanoTime();
            if (done < total && now - last.get() >= PAUSE_NANOS) {
                last.set(now);
                publish(job, event(job.jobId(), JobState.STARTED, done, total, checkpoint));
            }
        }

        @Override
        public @Nullable PreviewListener previews() {
            return previews;
        }

        @Override
        public Object subject() {
            return job.context();
        }

        @Override
        public void shared(SharedBatch batch) {
            batches.computed(batch, job.context());
        }
    }

    /** Tells that there is one more preview; its tiles are those of the colours, which alpha may have come before. */
    void previewed(JobTrail job, JobPreview preview) {
        JobEvent event = event(job.jobId(), JobState.STARTED, 0, 0, null);
        event.setPreview(preview);
        publish(job, event);
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

    private void publish(JobTrail job, JobEvent event) {
        var unused = publisher
                .beside(job.context())
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
