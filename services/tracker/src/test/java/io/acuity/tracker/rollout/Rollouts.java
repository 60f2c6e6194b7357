package io.acuity.tracker.rollout;

import io.acuity.events.AckState;
import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.Cost;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.events.Outcome;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutAction;
import io.acuity.events.RolloutCommand;
import io.acuity.events.UpscaleResult;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds what a rollout is made of, for tests. */
final class Rollouts {

    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    static final String MODEL = "acuity-s-x4";
    static final String OLD = MODEL + "@aaaaaaaaaaaa";
    static final String GOOD = MODEL + "@bbbbbbbbbbbb";
    static final String BETTER = MODEL + "@cccccccccccc";
    static final String BLURRED = MODEL + "@dddddddddddd";
    static final String TWICE = MODEL + "@eeeeeeeeeeee";
    static final String FOREIGN = "acuity-m-x4@ffffffffffff";

    /** What is published: all of one kind, but TWICE, which enlarges by two, and FOREIGN, of another model. */
    static final Map<String, CheckpointEvent> PUBLISHED = Map.of(
            OLD, checkpoint(OLD, MODEL, 4, 31.50),
            GOOD, checkpoint(GOOD, MODEL, 4, 31.52),
            BETTER, checkpoint(BETTER, MODEL, 4, 31.60),
            BLURRED, checkpoint(BLURRED, MODEL, 4, 29.00),
            TWICE, checkpoint(TWICE, MODEL, 2, 33.00),
            FOREIGN, checkpoint(FOREIGN, "acuity-m-x4", 4, 31.00));

    private Rollouts() {}

    static @Nullable KnownCheckpoint known(String id) {
        CheckpointEvent event = PUBLISHED.get(id);
        return event == null ? null : KnownCheckpoint.of(event);
    }

    static CheckpointEvent checkpoint(String id, String model, int scale, double psnrY) {
        return CheckpointEvent.newBuilder()
                .setCheckpointId(id)
                .setModel(model)
                .setScale(scale)
                .setSystem("residual-shift")
                .setSha256("0".repeat(64))
                .setBundle(new BlobReference("file:///b", "0".repeat(64), 1L, "application/zip"))
                .setMetrics(Map.of("psnrY", psnrY))
                .setCreatedAt(NOW)
                .build();
    }

    static RolloutCommand start(String id, @Nullable String checkpoint, double share) {
        return command(id, RolloutAction.START)
                .setCheckpoint(checkpoint)
                .setShare(share)
                .build();
    }

    static RolloutCommand promote(String id, @Nullable String checkpoint) {
        return command(id, RolloutAction.PROMOTE).setCheckpoint(checkpoint).build();
    }

    static RolloutCommand rollBack(String id) {
        return command(id, RolloutAction.ROLLBACK).build();
    }

    static RolloutCommand.Builder command(String id, RolloutAction action) {
        return RolloutCommand.newBuilder()
                .setCommandId(id)
                .setModel(MODEL)
                .setAction(action)
                .setAt(NOW);
    }

    static RolloutAck ready(String worker, long revision) {
        return ack(worker, revision, AckState.READY).build();
    }

    static RolloutAck refused(String worker, long revision) {
        return ack(worker, revision, AckState.REFUSED)
                .setFailure(new Failure(FailureCode.CORRUPT_CHECKPOINT, "The weights hold NaN; publish others."))
                .build();
    }

    private static RolloutAck.Builder ack(String worker, long revision, AckState state) {
        return RolloutAck.newBuilder()
                .setWorker(worker)
                .setModel(MODEL)
                .setRevision(revision)
                .setState(state)
                .setStable(OLD)
                .setAt(NOW);
    }

    /** A job of 0.25 result megapixels that ended well. */
    static UpscaleResult succeeded(String jobId, String checkpoint, long computeMillis) {
        return UpscaleResult.newBuilder()
                .setJobId(jobId)
                .setOutcome(Outcome.SUCCEEDED)
                .setWidth(500)
                .setHeight(500)
                .setCheckpoint(checkpoint)
                .setCost(new Cost(1L, 1L, 1L, 0L, 0L, 0L, computeMillis, 0L, computeMillis))
                .setWorker("w1")
                .setCompletedAt(NOW)
                .build();
    }

    static UpscaleResult failed(String jobId, String checkpoint, FailureCode code) {
        return UpscaleResult.newBuilder()
                .setJobId(jobId)
                .setOutcome(Outcome.FAILED)
                .setCheckpoint(checkpoint)
                .setFailure(new Failure(code, "It failed."))
                .setWorker("w1")
                .setCompletedAt(NOW)
                .build();
    }

    /** The candidate failed a job, which goes on with stable. */
    static JobEvent failedOnCandidate(String jobId, String candidate) {
        return JobEvent.newBuilder()
                .setJobId(jobId)
                .setState(JobState.STARTED)
                .setCheckpoint(candidate)
                .setFailure(new Failure(FailureCode.INTERNAL, "The network gave NaN."))
                .setWorker("w1")
                .setAt(NOW)
                .build();
    }

    /** A running trial in which so much was seen. */
    static Trial seen(double share, boolean automatic, Side candidate, Side stable, long seconds) {
        Trial blank = Trial.start(GOOD, share, automatic, 1).watched(seconds * 1000);
        return new Trial(
                GOOD,
                share,
                automatic,
                1,
                blank.watchedMillis(),
                candidate,
                stable,
                0,
                0,
                blank.failedJobs(),
                blank.positions(),
                blank.workersSeen());
    }
}
