package io.acuity.worker.job;

import io.acuity.events.Cost;
import io.acuity.events.Failure;
import io.acuity.events.JobState;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.worker.upscale.UpscaleModel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds what a job leaves behind: its result, its final event, and a dead letter where it failed. */
final class JobReports {
    private final String worker;
    private final Clock clock;
    private final JobVoice voice;

    JobReports(String worker, Clock clock, JobVoice voice) {
        this.worker = worker;
        this.clock = clock;
        this.voice = voice;
    }

    /** The end of a job that succeeded. */
    LaneOutput succeeded(JobPlan plan, Object output, PictureLayout layout, Cost cost) {
        UpscaleResult result = result(plan.request(), Outcome.SUCCEEDED)
                .setOutput(output)
                .setWidth(layout.width())
                .setHeight(layout.height())
                .setCheckpoint(plan.model().checkpoint())
                .setCheckpointSha256(plan.model().sha256())
                .setCost(cost)
                .build();
        return LaneOutput.of(event(result), finalEvent(plan.jobId(), JobState.SUCCEEDED, plan.model()));
    }

    /** The end of a job that asked for an attention map. */
    LaneOutput extracted(UpscaleRequest request, AttentionFiles files, Cost cost) {
        UpscaleResult result = result(request, Outcome.SUCCEEDED)
                .setOutput(files.map())
                .setOverlay(files.overlay())
                .setWidth(files.width())
                .setHeight(files.height())
                .setCost(cost)
                .build();
        return LaneOutput.of(event(result), finalEvent(request.getJobId(), JobState.SUCCEEDED, null));
    }

    /** The end of a job that its caller or its deadline stopped, {@code pinned} to a checkpoint by then, or not yet. */
    LaneOutput stopped(UpscaleRequest request, JobStoppedException stop, @Nullable UpscaleModel pinned) {
        Outcome outcome = switch (stop.reason()) {
            case CANCELLED -> Outcome.CANCELLED;
            case EXPIRED -> Outcome.EXPIRED;
            case MOVED -> throw new IllegalStateException("A job that moved has no outcome here.", stop);
        };
        return LaneOutput.of(
                event(result(request, outcome).build()),
                finalEvent(request.getJobId(), stop.reason().state(), pinned));
    }

    /**
     * The end of a job that failed.
     *
     * @param pinned the checkpoint it was pinned to, if it had come so far
     * @param letters its dead letter, or none
     */
    LaneOutput failed(
            UpscaleRequest request,
            JobRefusedException failure,
            @Nullable UpscaleModel pinned,
            List<OutgoingEvent> letters) {
        UpscaleResult result = result(request, Outcome.FAILED)
                .setFailure(new Failure(failure.code(), failure.sentence()))
                .setCheckpoint(pinned == null ? null : pinned.checkpoint())
                .setCheckpointSha256(pinned == null ? null : pinned.sha256())
                .build();
        List<OutgoingEvent> events = new ArrayList<>();
        events.add(event(result));
        events.add(finalEvent(request.getJobId(), JobState.FAILED, pinned));
        events.addAll(letters);
        return new LaneOutput(events);
    }

    private UpscaleResult.Builder result(UpscaleRequest request, Outcome outcome) {
        return UpscaleResult.newBuilder()
                .setJobId(request.getJobId())
                .setOutcome(outcome)
                .setSeed(request.getRecipe().getSeed())
                .setWorker(worker)
                .setCompletedAt(clock.instant())
                .setLabels(request.getLabels());
    }

    private static OutgoingEvent event(UpscaleResult result) {
        return OutgoingEvent.of(Topic.RESULTS, result.getJobId(), result);
    }

    private OutgoingEvent finalEvent(String jobId, JobState state, @Nullable UpscaleModel pinned) {
        String checkpoint = pinned == null ? null : pinned.checkpoint();
        return OutgoingEvent.of(Topic.JOB_EVENTS, jobId, voice.event(jobId, state, 0, 0, checkpoint));
    }
}
