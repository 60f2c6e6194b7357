package io.acuity.worker.rollout;

import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.worker.model.ModelSlot;
import io.acuity.worker.model.ResidentModel;
import io.acuity.worker.model.ServingPair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Coordinates the rollout of one model: compares what ought to serve with what does, has the missing checkpoints prepared and
 * publishes stable and candidate as one pair. It only sequences; the rollouts thread calls it.
 *
 * <p>{@link #settle} ends in one of four ways:
 *
 * <ul>
 *   <li>{@link RolloutState.Ready}: both serve as the goal says;
 *   <li>{@link RolloutState.Refused}: stable is bad: what served as stable stays, alone; or the candidate or its share is bad:
 *       stable serves alone;
 *   <li>{@link RolloutState.Waiting}: as refused, but the store did not answer, so the same goal is to be settled again;
 *   <li>{@link RolloutState.Superseded}: a newer goal came: the pair is as it was.
 * </ul>
 *
 * In each of them what was prepared and is not served was released.
 */
final class CheckpointRollout {
    private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointRollout.class);

    private final ModelSlot slot;
    private final Preparation preparation;
    private RolloutState state = new RolloutState.Unasked();

    CheckpointRollout(ModelSlot slot, Preparation preparation) {
        this.slot = slot;
        this.preparation = preparation;
    }

    /** How the last goal ended. */
    RolloutState state() {
        return state;
    }

    /**
     * Works towards a goal; blocks.
     *
     * @param superseded whether a newer goal has come
     */
    RolloutState settle(RolloutGoal goal, BooleanSupplier superseded) {
        ServingPair now = slot.serving();
        String wanted = goal.stable() == null ? slot.ownCheckpoint() : goal.stable();
        Attempt attempt = new Attempt(now, superseded);
        try {
            state = attempt.towards(goal, wanted);
        } finally {
            attempt.releaseUnpublished();
        }
        LOGGER.atInfo()
                .addKeyValue("model", goal.model())
                .addKeyValue("revision", goal.revision())
                .addKeyValue("state", state.getClass().getSimpleName())
                .addKeyValue("checkpointId", slot.serving().stable().checkpoint())
                .log("Rollout settled");
        return state;
    }

    /** One way from the present pair towards a goal. */
    private final class Attempt {
        private final ServingPair now;
        private final BooleanSupplier superseded;
        /** Prepared and not yet published: ours to release. */
        private final List<ResidentModel> fresh = new ArrayList<>();

        Attempt(ServingPair now, BooleanSupplier superseded) {
            this.now = now;
            this.superseded = superseded;
        }

        RolloutState towards(RolloutGoal goal, String wantedStable) {
            return switch (obtain(wantedStable)) {
                case Prepared.Superseded none -> new RolloutState.Superseded(goal);
                case Prepared.Refused(var failure) -> {
                    publish(ServingPair.alone(now.stable()));
                    yield new RolloutState.Refused(goal, failure);
                }
                case Prepared.Unavailable(var failure) -> {
                    publish(ServingPair.alone(now.stable()));
                    yield new RolloutState.Waiting(goal, failure);
                }
                case Prepared.Loaded(var stable) -> withStable(goal, stable, wantedStable);
            };
        }

        private RolloutState withStable(RolloutGoal goal, ResidentModel stable, String wantedStable) {
            String wanted = goal.candidate();
            if (wanted == null || wanted.equals(wantedStable)) {
                publish(ServingPair.alone(stable));
                return new RolloutState.Ready(goal);
            }
            if (!goal.isShareOfJobs()) {
                publish(ServingPair.alone(stable));
                return new RolloutState.Refused(goal, noShare(goal));
            }
            return switch (obtain(wanted)) {
                case Prepared.Superseded none -> new RolloutState.Superseded(goal);
                case Prepared.Refused(var failure) -> {
                    publish(ServingPair.alone(stable));
                    yield new RolloutState.Refused(goal, failure);
                }
                case Prepared.Unavailable(var failure) -> {
                    publish(ServingPair.alone(stable));
                    yield new RolloutState.Waiting(goal, failure);
                }
                case Prepared.Loaded(var candidate) -> {
                    publish(new ServingPair(stable, candidate, goal.share()));
                    yield new RolloutState.Ready(goal);
                }
            };
        }

        private Failure noShare(RolloutGoal goal) {
            return new Failure(
                    FailureCode.INVALID_REQUEST,
                    "The rollout of " + goal.model() + ", revision " + goal.revision()
                            + ", gives its candidate the share " + goal.share()
                            + " of the jobs; start it again with a share from 0 to 1.");
        }

        /** The checkpoint if it serves already, or else a newly prepared one. */
        private Prepared obtain(String checkpoint) {
            ResidentModel resident = now.find(checkpoint);
            if (resident != null) {
                return new Prepared.Loaded(resident);
            }
            Prepared prepared = preparation.prepare(checkpoint, superseded);
            if (prepared instanceof Prepared.Loaded loaded) {
                fresh.add(loaded.resident());
            }
            return prepared;
        }

        private void publish(ServingPair next) {
            slot.publish(next);
            fresh.removeIf(resident -> isIn(next, resident));
        }

        private boolean isIn(ServingPair pair, @Nullable ResidentModel resident) {
            return pair.stable() == resident || pair.candidate() == resident;
        }

        void releaseUnpublished() {
            fresh.forEach(ResidentModel::letGo);
        }
    }
}
