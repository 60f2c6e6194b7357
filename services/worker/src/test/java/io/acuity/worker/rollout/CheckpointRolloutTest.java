package io.acuity.worker.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.worker.model.ModelSlot;
import io.acuity.worker.model.ScriptedModels;
import io.acuity.worker.model.ServingPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The coordinator with scripted checkpoints: those named bad… are refused, those named away… are not in reach. */
class CheckpointRolloutTest {
    private final ScriptedModels models = new ScriptedModels();
    private final ModelSlot slot = models.slot(Duration.ofSeconds(1));
    private final List<String> prepared = new ArrayList<>();
    private final CheckpointRollout rollout = new CheckpointRollout(slot, this::prepare);

    @Test
    void aCandidateComesBesideStable() {
        // when
        RolloutState state = rollout.settle(goal(1, null, "new", 0.1), CheckpointRolloutTest::never);

        // then
        assertThat(state).isInstanceOf(RolloutState.Ready.class);
        assertThat(serving()).containsExactly(slot.ownCheckpoint(), "new");
        assertThat(slot.serving().share()).isEqualTo(0.1);
        assertThat(models.released()).isEmpty();
    }

    @Test
    void aPromotedCandidateIsNotPreparedAgainAndTheOldStableIsReleased() {
        // given
        rollout.settle(goal(1, null, "new", 0.1), CheckpointRolloutTest::never);

        // when
        rollout.settle(goal(2, "new", null, 0), CheckpointRolloutTest::never);

        // then
        assertThat(prepared).containsExactly("new");
        assertThat(serving()).containsExactly("new");
        assertThat(models.released()).containsExactly(slot.ownCheckpoint());
    }

    @Test
    void aRollbackToTheWorkersOwnBundlePreparesItAgain() {
        // given
        rollout.settle(goal(1, "new", null, 0), CheckpointRolloutTest::never);

        // when
        RolloutState state = rollout.settle(goal(2, null, null, 0), CheckpointRolloutTest::never);

        // then
        assertThat(state).isInstanceOf(RolloutState.Ready.class);
        assertThat(serving()).containsExactly(slot.ownCheckpoint());
        assertThat(models.released()).containsExactly(slot.ownCheckpoint(), "new");
    }

    @Test
    void aChangedShareMovesNoWeights() {
        // given
        rollout.settle(goal(1, null, "new", 0.1), CheckpointRolloutTest::never);

        // when
        rollout.settle(goal(2, null, "new", 0.5), CheckpointRolloutTest::never);

        // then
        assertThat(prepared).containsExactly("new");
        assertThat(slot.serving().share()).isEqualTo(0.5);
        assertThat(models.released()).isEmpty();
    }

    @Test
    void aBadCandidateLeavesStableAlone() {
        // when
        RolloutState state = rollout.settle(goal(1, "new", "bad", 0.1), CheckpointRolloutTest::never);

        // then: the new stable serves, and the refusal tells why
        assertThat(state)
                .isInstanceOfSatisfying(
                        RolloutState.Refused.class,
                        refused -> assertThat(refused.failure().getCode()).isEqualTo(FailureCode.CORRUPT_CHECKPOINT));
        assertThat(serving()).containsExactly("new");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, 1.1})
    void aShareThatIsNoneLeavesStableAlone(double share) {
        // when
        RolloutState state = rollout.settle(goal(1, "new", "trial", share), CheckpointRolloutTest::never);

        // then: no job meets it, and nothing was prepared for it
        assertThat(state)
                .isInstanceOfSatisfying(
                        RolloutState.Refused.class,
                        refused -> assertThat(refused.failure().getMessage()).contains("share " + share));
        assertThat(serving()).containsExactly("new");
        assertThat(prepared).containsExactly("new");
    }

    @Test
    void aBadStableLeavesWhatServedAndNoCandidate() {
        // given
        rollout.settle(goal(1, null, "trial", 0.1), CheckpointRolloutTest::never);

        // when
        RolloutState state = rollout.settle(goal(2, "bad", "trial", 0.1), CheckpointRolloutTest::never);

        // then
        assertThat(state).isInstanceOf(RolloutState.Refused.class);
        assertThat(serving()).containsExactly(slot.ownCheckpoint());
        assertThat(models.released()).containsExactly("trial");
    }

    @Test
    void aStoreOutOfReachIsWaitedForAndAskedAgain() {
        // when
        RolloutState state = rollout.settle(goal(1, null, "away", 0.1), CheckpointRolloutTest::never);

        // then
        assertThat(state).isInstanceOf(RolloutState.Waiting.class);
        assertThat(serving()).containsExactly(slot.ownCheckpoint());
        rollout.settle(goal(1, null, "away", 0.1), CheckpointRolloutTest::never);
        assertThat(prepared).containsExactly("away", "away");
    }

    @Test
    void aGoalThatIsOvertakenChangesNothingAndLeavesNothingBehind() {
        // given: the next event comes while the candidate is prepared, after stable was
        rollout.settle(goal(1, null, "trial", 0.1), CheckpointRolloutTest::never);
        BooleanSupplier overtaken = () -> prepared.contains("candidate");

        // when
        RolloutState state = rollout.settle(goal(2, "stable", "candidate", 0.1), overtaken);

        // then
        assertThat(state).isInstanceOf(RolloutState.Superseded.class);
        assertThat(serving()).containsExactly(slot.ownCheckpoint(), "trial");
        assertThat(models.released()).containsExactly("stable");
    }

    private static boolean never() {
        return false;
    }

    private RolloutGoal goal(long revision, @Nullable String stable, @Nullable String candidate, double share) {
        return new RolloutGoal(slot.model(), revision, stable, candidate, share);
    }

    private List<String> serving() {
        ServingPair pair = slot.serving();
        var candidate = pair.candidate();
        return candidate == null
                ? List.of(pair.stable().checkpoint())
                : List.of(pair.stable().checkpoint(), candidate.checkpoint());
    }

    private Prepared prepare(String checkpoint, BooleanSupplier superseded) {
        prepared.add(checkpoint);
        if (superseded.getAsBoolean()) {
            return new Prepared.Superseded();
        }
        return switch (checkpoint) {
            case "bad" -> new Prepared.Refused(new Failure(FailureCode.CORRUPT_CHECKPOINT, "It is damaged."));
            case "away" -> new Prepared.Unavailable(new Failure(FailureCode.STORE_UNAVAILABLE, "No answer."));
            default -> new Prepared.Loaded(models.resident(checkpoint));
        };
    }
}
