package io.acuity.tracker.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.RolloutAction;
import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.tracker.records.JsonSerde;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDeskTest {

    private ModelRollout rollout = ModelRollout.unknown(Rollouts.MODEL);

    @Test
    void aStartPutsTheCandidateOnTrial() {
        // when
        RolloutEvent event = decide(Rollouts.start("c1", Rollouts.GOOD, 0.1));

        // then
        assertThat(event.getDecision()).isEqualTo(RolloutDecision.STARTED);
        assertThat(event.getRevision()).isEqualTo(1);
        assertThat(event.getStable()).isNull();
        assertThat(event.getCandidate()).isEqualTo(Rollouts.GOOD);
        assertThat(event.getShare()).isEqualTo(0.1);
        assertThat(event.getCommandId()).isEqualTo("c1");
        assertThat(event.getReason()).isEqualTo("Candidate " + Rollouts.GOOD + " serves 10 % of the jobs on trial.");
        assertThat(rollout.standing()).isInstanceOf(Standing.OnTrial.class);
    }

    @Test
    void aSecondStartIsRefusedAndNamesTheRunningCandidate() {
        // given
        decide(Rollouts.start("c1", Rollouts.GOOD, 0.1));

        // when
        RolloutEvent event = decide(Rollouts.start("c2", Rollouts.BETTER, 0.2));

        // then: the standing state is repeated
        assertRefused(event, Rollouts.GOOD + " is on trial already");
        assertThat(event.getRevision()).isEqualTo(2);
        assertThat(event.getCandidate()).isEqualTo(Rollouts.GOOD);
        assertThat(event.getShare()).isEqualTo(0.1);
        assertThat(event.getCommandId()).isEqualTo("c2");
    }

    @Test
    void aCommandDeliveredAgainIsNotDecidedAgain() {
        // given
        decide(Rollouts.start("c1", Rollouts.GOOD, 0.1));
        decide(Rollouts.rollBack("c2"));

        // when
        Change again =
                CommandDesk.decide(rollout, Rollouts.start("c1", Rollouts.GOOD, 0.1), Rollouts::known, Rollouts.NOW);

        // then
        assertThat(again.event()).isNull();
        assertThat(again.next()).isEqualTo(rollout);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void aShareThatIsNoneIsRefused(double share) {
        assertRefused(decide(Rollouts.start("c1", Rollouts.GOOD, share)), "must be above 0 to 1");
    }

    @Test
    void whatCannotBeACandidateIsRefused() {
        // given
        decide(Rollouts.promote("c0", Rollouts.OLD));

        // then
        assertRefused(decide(Rollouts.start("c1", null, 0.1)), "No checkpoint was named");
        assertRefused(decide(Rollouts.start("c2", "acuity-s-x4@0", 0.1)), "There is no checkpoint acuity-s-x4@0");
        assertRefused(decide(Rollouts.start("c3", Rollouts.FOREIGN, 0.1)), "is of model acuity-m-x4");
        assertRefused(decide(Rollouts.start("c4", Rollouts.TWICE, 0.1)), "residual-shift ×2, but stable");
        assertRefused(decide(Rollouts.start("c5", Rollouts.OLD, 0.1)), "is stable already");
        RolloutCommand unknown = Rollouts.command("c6", RolloutAction.UNKNOWN).build();
        assertRefused(decide(unknown), "does not know what is asked for");
        assertThat(rollout.stable()).isEqualTo(Rollouts.OLD);
    }

    @Test
    void promotionIsOfTheCandidateOrWithoutATrialOfAnyPublishedCheckpoint() {
        // then
        assertRefused(decide(Rollouts.promote("c1", null)), "No candidate of acuity-s-x4 is on trial");
        assertRefused(decide(Rollouts.promote("c2", "acuity-s-x4@0")), "There is no checkpoint");

        // when
        decide(Rollouts.start("c3", Rollouts.GOOD, 0.1));
        assertRefused(decide(Rollouts.promote("c4", Rollouts.BETTER)), Rollouts.GOOD + " is on trial; roll it back");
        RolloutEvent promoted = decide(Rollouts.promote("c5", null));

        // then
        assertThat(promoted.getDecision()).isEqualTo(RolloutDecision.PROMOTED);
        assertThat(promoted.getStable()).isEqualTo(Rollouts.GOOD);
        assertThat(promoted.getCandidate()).isNull();
        assertThat(promoted.getShare()).isZero();
        assertThat(promoted.getCandidateEvidence()).isNotNull();
        assertThat(promoted.getEarlier()).containsExactly((String) null);

        // and when
        RolloutEvent direct = decide(Rollouts.promote("c6", Rollouts.BETTER));

        // then
        assertThat(direct.getStable()).isEqualTo(Rollouts.BETTER);
        assertThat(direct.getEarlier()).isEqualTo(Arrays.asList(Rollouts.GOOD, null));
    }

    @Test
    void rollingBackTakesTheCandidateOrReturnsToWhatWasStable() {
        // then
        assertRefused(decide(Rollouts.rollBack("c1")), "there is nothing to roll back");

        // given
        decide(Rollouts.promote("c2", Rollouts.OLD));
        decide(Rollouts.start("c3", Rollouts.GOOD, 0.1));

        // when
        RolloutEvent taken = decide(Rollouts.rollBack("c4"));

        // then
        assertThat(taken.getDecision()).isEqualTo(RolloutDecision.ROLLED_BACK);
        assertThat(taken.getStable()).isEqualTo(Rollouts.OLD);
        assertThat(taken.getCandidate()).isNull();

        // and when: after the promotion that came before
        RolloutEvent returned = decide(Rollouts.rollBack("c5"));

        // then
        assertThat(returned.getDecision()).isEqualTo(RolloutDecision.ROLLED_BACK);
        assertThat(returned.getStable()).isNull();
        assertThat(returned.getReason())
                .isEqualTo("Stable went back from " + Rollouts.OLD + " to the bundle of each worker by command.");
        assertRefused(decide(Rollouts.rollBack("c6")), "there is nothing to roll back");
    }

    @Test
    void theReasonOfTheAskerIsTold() {
        // when
        RolloutCommand command = RolloutCommand.newBuilder(Rollouts.promote("c1", Rollouts.OLD))
                .setReason("night build")
                .build();

        // then
        assertThat(decide(command).getReason())
                .isEqualTo(Rollouts.OLD + " was promoted by command, without a trial (night build).");
    }

    @Test
    void theStateSurvivesItsChangelog() {
        // given
        decide(Rollouts.promote("c1", Rollouts.OLD));
        decide(Rollouts.start("c2", Rollouts.GOOD, 0.25));
        var serde = new JsonSerde<>(ModelRollout.class);

        // when
        byte[] bytes = serde.serializer().serialize("t", rollout);
        ModelRollout restored = serde.deserializer().deserialize("t", bytes);

        // then
        assertThat(restored).isEqualTo(rollout);
        assertThat(Objects.requireNonNull(restored).lastEvent()).isEqualTo(rollout.lastEvent());
    }

    private RolloutEvent decide(RolloutCommand command) {
        Change change = CommandDesk.decide(rollout, command, Rollouts::known, Rollouts.NOW);
        rollout = change.next();
        return Objects.requireNonNull(change.event());
    }

    private static void assertRefused(RolloutEvent event, String sentence) {
        assertThat(event.getDecision()).isEqualTo(RolloutDecision.REFUSED);
        assertThat(event.getReason()).contains(sentence).endsWith(".");
    }
}
