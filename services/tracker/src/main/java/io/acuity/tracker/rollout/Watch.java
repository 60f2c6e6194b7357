package io.acuity.tracker.rollout;

import io.acuity.events.Failure;
import io.acuity.events.RolloutAck;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What follows from jobs, acknowledgements and passing time: pure functions of the state. Immutable. */
final class Watch {

    // A worker that ended no job for longer is idle or gone; it cannot hold a promotion up.
    private static final long LIVE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final RolloutRules rules;
    private final Judge judge;

    Watch(RolloutRules rules) {
        this.rules = rules;
        this.judge = new Judge(rules);
    }

    /** An attempt at a job ended. */
    Change ended(ModelRollout rollout, TrialOutcome outcome, Checkpoints known, Instant at) {
        return switch (rollout.standing()) {
            case Standing.Settled() -> Change.silent(rollout);
            case Standing.OnTrial(Trial trial) -> {
                Trial next = trial.after(outcome, rollout.stable(), rules.latencyFactor());
                yield next.equals(trial) ? Change.silent(rollout) : judged(rollout.with(next), next, known, at);
            }
        };
    }

    /** Time passed under this tracker's eyes. */
    Change passed(ModelRollout rollout, long millis, Checkpoints known, Instant at) {
        return switch (rollout.standing()) {
            case Standing.Settled() -> Change.silent(rollout);
            case Standing.OnTrial(Trial trial) -> {
                Trial next = trial.watched(millis);
                yield judged(rollout.with(next), next, known, at);
            }
        };
    }

    /** A worker told how far it is. */
    Change acknowledged(ModelRollout rollout, RolloutAck ack, Instant at) {
        return switch (ack.getState()) {
            case READY -> Change.silent(rollout.having(ack.getWorker(), new WorkerAck(ack.getRevision(), true)));
            case REFUSED -> refused(rollout.having(ack.getWorker(), new WorkerAck(ack.getRevision(), false)), ack, at);
            // From a newer release.
            case UNKNOWN -> Change.silent(rollout);
        };
    }

    /** What the verdict on a running trial waits for. */
    Verdict verdict(ModelRollout rollout, Trial trial, Checkpoints known) {
        return judge.verdict(trial, waitingFor(rollout, trial), known.validation(trial.candidate(), rollout.stable()));
    }

    static boolean isReadySomewhere(ModelRollout rollout, Trial trial) {
        return rollout.acks().values().stream().anyMatch(ack -> ack.ready() && ack.revision() >= trial.revision());
    }

    private Change judged(ModelRollout rollout, Trial trial, Checkpoints known, Instant at) {
        return switch (verdict(rollout, trial, known)) {
            case Verdict.Undecided undecided -> Change.silent(rollout);
            case Verdict.Good(String why) ->
                rollout.promoted(
                        trial.candidate(), true, new Why(trial.candidate() + " was promoted because " + why, null, at));
            case Verdict.Bad(String why) ->
                rollout.takenBack(new Why(trial.candidate() + " was rolled back because " + why, null, at));
        };
    }

    private static Change refused(ModelRollout rollout, RolloutAck ack, Instant at) {
        return switch (rollout.standing()) {
            case Standing.OnTrial(Trial trial) ->
                ack.getRevision() < trial.revision()
                        ? Change.silent(rollout)
                        : rollout.takenBack(
                                new Why(trial.candidate() + " was rolled back because " + sentence(ack), null, at));
            case Standing.Settled() ->
                // One worker that cannot load what others serve is that worker's trouble; but what none was ready
                // with yet must not stay.
                rollout.unproven()
                                && ack.getRevision() >= rollout.settled()
                                && !rollout.earlier().isEmpty()
                        ? rollout.returned(new Why(
                                "Stable went back from " + rollout.stable() + " to "
                                        + CommandDesk.name(rollout.earlier().getFirst()) + " because "
                                        + sentence(ack),
                                null,
                                at))
                        : Change.silent(rollout);
        };
    }

    private static String sentence(RolloutAck ack) {
        Failure failure = ack.getFailure();
        return "worker " + ack.getWorker() + " refused it: "
                + (failure == null ? "it gave no reason." : failure.getCode() + ", " + failure.getMessage());
    }

    private static Optional<String> waitingFor(ModelRollout rollout, Trial trial) {
        if (!isReadySomewhere(rollout, trial)) {
            return Optional.of("no worker said yet that it is ready with it");
        }
        for (Map.Entry<String, WorkerAck> told : new TreeMap<>(rollout.acks()).entrySet()) {
            WorkerAck ack = told.getValue();
            Long seen = trial.workersSeen().get(told.getKey());
            boolean live = seen != null && trial.watchedMillis() - seen <= LIVE_MILLIS;
            if (live && !(ack.ready() && ack.revision() >= trial.revision())) {
                return Optional.of("worker " + told.getKey() + " is not ready with it");
            }
        }
        return Optional.empty();
    }
}
