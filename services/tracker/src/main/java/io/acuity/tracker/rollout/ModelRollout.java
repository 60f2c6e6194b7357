package io.acuity.tracker.rollout;

import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.streaming.topics.Topic;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a tracker remembers of one model: the state machine of its rollout. Immutable; each transition gives the next
 * state and the event that tells of it, whose revision is one higher.
 *
 * @param model its name
 * @param revision of the newest event; 0 before the first
 * @param stable the checkpoint that serves; null means the bundle each worker was started with
 * @param earlier stable checkpoints before it, newest first; null means the bundle
 * @param settled revision since which {@code stable} is stable
 * @param unproven whether no worker was ready yet with what was made stable
 * @param trial the candidate on trial; null when there is none, see {@link #standing()}
 * @param acks the newest acknowledgement of each worker
 * @param answered ids of the last commands, so that one delivered again is not decided again
 * @param told the newest event, encoded, in base64; null before the first
 */
record ModelRollout(
        String model,
        long revision,
        @Nullable String stable,
        List<@Nullable String> earlier,
        long settled,
        boolean unproven,
        @Nullable Trial trial,
        Map<String, WorkerAck> acks,
        List<String> answered,
        @Nullable String told) {

    private static final int EARLIER_KEPT = 16;
    private static final int COMMANDS_KEPT = 64;

    ModelRollout {
        // May hold null, which List.copyOf refuses.
        earlier = Collections.unmodifiableList(new ArrayList<>(earlier));
        acks = Map.copyOf(acks);
        answered = List.copyOf(answered);
    }

    static ModelRollout unknown(String model) {
        return new ModelRollout(model, 0, null, List.of(), 0, false, null, Map.of(), List.of(), null);
    }

    Standing standing() {
        return trial == null ? new Standing.Settled() : new Standing.OnTrial(trial);
    }

    /** The newest event; null before the first. */
    @Nullable
    RolloutEvent lastEvent() {
        return told == null
                ? null
                : Topic.ROLLOUTS.codec().decode(Base64.getDecoder().decode(told));
    }

    /** A candidate goes on trial. */
    Change started(String candidate, double share, boolean automatic, Why why) {
        var next = with(Trial.start(candidate, share, automatic, revision + 1)).forgettingOldAcks();
        return next.telling(RolloutDecision.STARTED, null, why);
    }

    /** A checkpoint becomes the stable one; the candidate on trial or, where there is none, any other. */
    Change promoted(String checkpoint, boolean proven, Why why) {
        var before = new ArrayList<@Nullable String>();
        before.add(stable);
        before.addAll(earlier.subList(0, Math.min(earlier.size(), EARLIER_KEPT - 1)));
        var next = new ModelRollout(
                model, revision, checkpoint, before, revision + 1, !proven, null, acks, answered, told);
        return next.telling(RolloutDecision.PROMOTED, trial, why);
    }

    /** The candidate is taken off trial. */
    Change takenBack(Why why) {
        return with((Trial) null).telling(RolloutDecision.ROLLED_BACK, trial, why);
    }

    /** What was stable before is stable again; there must be such a checkpoint. */
    Change returned(Why why) {
        var next = new ModelRollout(
                model,
                revision,
                earlier.getFirst(),
                earlier.subList(1, earlier.size()),
                revision + 1,
                false,
                null,
                acks,
                answered,
                told);
        return next.telling(RolloutDecision.ROLLED_BACK, null, why);
    }

    /** Nothing changes, and the asker is told why. */
    Change refused(Why why) {
        return telling(RolloutDecision.REFUSED, trial, why);
    }

    /** The state as somebody else's newer event tells it, with nothing seen of a trial yet. */
    ModelRollout adopted(RolloutEvent event) {
        String candidate = event.getCandidate();
        return new ModelRollout(
                model,
                event.getRevision(),
                event.getStable(),
                new ArrayList<@Nullable String>(event.getEarlier()),
                event.getRevision(),
                false,
                candidate == null
                        ? null
                        : Trial.start(candidate, event.getShare(), event.getAutomatic(), event.getRevision()),
                acks,
                answered,
                encoded(event));
    }

    ModelRollout with(@Nullable Trial next) {
        return new ModelRollout(model, revision, stable, earlier, settled, unproven, next, acks, answered, told);
    }

    ModelRollout having(String commandId) {
        var next = new ArrayList<>(answered);
        next.add(commandId);
        List<String> kept = next.size() > COMMANDS_KEPT ? next.subList(1, next.size()) : next;
        return new ModelRollout(model, revision, stable, earlier, settled, unproven, trial, acks, kept, told);
    }

    ModelRollout having(String worker, WorkerAck ack) {
        var next = new HashMap<>(acks);
        next.put(worker, ack);
        boolean stillUnproven = unproven && !(ack.ready() && ack.revision() >= settled);
        return new ModelRollout(model, revision, stable, earlier, settled, stillUnproven, trial, next, answered, told);
    }

    // Workers that did not follow the state before this one are gone; their names may never come again.
    private ModelRollout forgettingOldAcks() {
        var next = new HashMap<>(acks);
        next.values().removeIf(ack -> ack.revision() < settled);
        return new ModelRollout(model, revision, stable, earlier, settled, unproven, trial, next, answered, told);
    }

    private Change telling(RolloutDecision decision, @Nullable Trial seen, Why why) {
        RolloutEvent event = RolloutEvent.newBuilder()
                .setModel(model)
                .setRevision(revision + 1)
                .setDecision(decision)
                .setStable(stable)
                .setEarlier(earlier)
                .setCandidate(trial == null ? null : trial.candidate())
                .setShare(trial == null ? 0 : trial.share())
                .setAutomatic(trial == null || trial.automatic())
                .setReason(why.reason())
                .setCommandId(why.commandId())
                .setStableEvidence(seen == null ? null : seen.stableSide().evidence())
                .setCandidateEvidence(seen == null ? null : seen.candidateSide().evidence())
                .setAt(why.at().truncatedTo(ChronoUnit.MILLIS))
                .build();
        var next = new ModelRollout(
                model, event.getRevision(), stable, earlier, settled, unproven, trial, acks, answered, encoded(event));
        return new Change(next, event);
    }

    private static String encoded(RolloutEvent event) {
        return Base64.getEncoder().encodeToString(Topic.ROLLOUTS.codec().encode(event));
    }
}
