package io.acuity.tracker.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import io.acuity.streaming.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTopologyTest {

    @TempDir
    Path stateDir;

    private RolloutHarness harness;
    private TestOutputTopic<String, RolloutEvent> rollouts;
    private TestOutputTopic<String, RolloutTrial> trials;

    @BeforeEach
    void start() {
        harness = new RolloutHarness(stateDir, RolloutRules.DEFAULT.withMinimum(95, Duration.ofSeconds(10)));
        rollouts = harness.output(Topic.ROLLOUTS);
        trials = harness.output(Topic.ROLLOUT_TRIALS);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void aCandidateOnTrialIsPromotedByItself() {
        // given
        publishAll();
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.promote("c1", Rollouts.OLD));
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c2", Rollouts.GOOD, 0.1));
        tell(Topic.ROLLOUT_ACKS, "w1/" + Rollouts.MODEL, Rollouts.ready("w1", 2));

        // when
        for (int i = 0; i < 100; i++) {
            tell(Topic.RESULTS, "c" + i, Rollouts.succeeded("c" + i, Rollouts.GOOD, 50));
            tell(Topic.RESULTS, "s" + i, Rollouts.succeeded("s" + i, Rollouts.OLD, 50));
        }
        pass(11);

        // then
        List<RolloutEvent> events = rollouts.readValuesToList();
        assertThat(events)
                .extracting(RolloutEvent::getDecision)
                .startsWith(RolloutDecision.PROMOTED, RolloutDecision.STARTED)
                .endsWith(RolloutDecision.PROMOTED);
        RolloutEvent last = events.getLast();
        assertThat(last.getStable()).isEqualTo(Rollouts.GOOD);
        assertThat(last.getStableEvidence().getJobs()).isEqualTo(100);
        assertThat(last.getCandidateEvidence().getJobs()).isEqualTo(100);
        List<RolloutTrial> progress = trials.readValuesToList();
        assertThat(progress.getLast()).isNull();
        assertThat(progress.get(progress.size() - 2).getVerdict())
                .startsWith("Undecided because it was on trial for 9 s of at least 10 s; 0 of 100 jobs (0 %) failed");
    }

    @Test
    void aResultThatIsToldTwiceCountsOnce() {
        // given
        publishAll();
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.promote("c1", Rollouts.OLD));
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c2", Rollouts.GOOD, 0.1));
        tell(Topic.ROLLOUT_ACKS, "w1/" + Rollouts.MODEL, Rollouts.ready("w1", 2));

        // when: as a worker of the elastic lane does that died between a result and its acknowledgement
        for (int i = 0; i < 100; i++) {
            tell(Topic.RESULTS, "c" + i, Rollouts.succeeded("c" + i, Rollouts.GOOD, 50));
            tell(Topic.RESULTS, "c" + i, Rollouts.succeeded("c" + i, Rollouts.GOOD, 50));
            tell(Topic.RESULTS, "s" + i, Rollouts.succeeded("s" + i, Rollouts.OLD, 50));
            tell(Topic.RESULTS, "s" + i, Rollouts.succeeded("s" + i, Rollouts.OLD, 50));
        }
        pass(11);

        // then
        RolloutEvent last = rollouts.readValuesToList().getLast();
        assertThat(last.getStableEvidence().getJobs()).isEqualTo(100);
        assertThat(last.getCandidateEvidence().getJobs()).isEqualTo(100);
    }

    @Test
    void failuresOnTheCandidateTakeItBack() {
        // given
        publishAll();
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c1", Rollouts.GOOD, 0.1));

        // when
        for (int i = 0; i < 3; i++) {
            tell(Topic.JOB_EVENTS, "j" + i, Rollouts.failedOnCandidate("j" + i, Rollouts.GOOD));
            tell(Topic.RESULTS, "j" + i, Rollouts.succeeded("j" + i, "acuity-s-x4@000000000000", 50));
        }

        // then
        RolloutEvent last = rollouts.readValuesToList().getLast();
        assertThat(last.getDecision()).isEqualTo(RolloutDecision.ROLLED_BACK);
        assertThat(last.getStable()).isNull();
        assertThat(last.getCandidate()).isNull();
        assertThat(last.getCandidateEvidence().getFailures()).isEqualTo(3);
        // With no checkpoint named as stable, whatever else serves the model is.
        assertThat(last.getStableEvidence().getJobs()).isEqualTo(2);
    }

    @Test
    void aCheckpointWhoseEventComesLaterThanTheCommandIsWaitedFor() {
        // when
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c1", Rollouts.GOOD, 0.1));
        assertThat(rollouts.isEmpty()).isTrue();
        publishAll();

        // then
        assertThat(rollouts.readValue().getDecision()).isEqualTo(RolloutDecision.STARTED);

        // and when: it never comes
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.promote("c2", "acuity-s-x4@0"));
        pass(3);

        // then
        List<RolloutEvent> events = rollouts.readValuesToList();
        assertThat(events.getLast().getDecision()).isEqualTo(RolloutDecision.REFUSED);
        assertThat(events.getLast().getReason()).startsWith("There is no checkpoint acuity-s-x4@0");
    }

    @Test
    void aRemovedCheckpointCannotBeTriedAndACommandUnderAnotherKeyIsSkipped() {
        // given
        publishAll();
        harness.tell(Topic.CHECKPOINTS, Rollouts.GOOD, null, Rollouts.NOW);

        // when
        tell(Topic.ROLLOUT_COMMANDS, "another", Rollouts.start("c0", Rollouts.BETTER, 0.1));
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c1", Rollouts.GOOD, 0.1));
        pass(3);

        // then
        List<RolloutEvent> events = rollouts.readValuesToList();
        assertThat(events).extracting(RolloutEvent::getCommandId).containsOnly("c1");
        assertThat(events.getFirst().getDecision()).isEqualTo(RolloutDecision.REFUSED);
    }

    @Test
    void theTopicIsTheTruth() {
        // given: this tracker forgot everything
        publishAll();
        RolloutEvent standing = Objects.requireNonNull(CommandDesk.decide(
                        ModelRollout.unknown(Rollouts.MODEL),
                        Rollouts.start("c1", Rollouts.GOOD, 0.1),
                        Rollouts::known,
                        Rollouts.NOW)
                .event());
        tell(
                Topic.ROLLOUTS,
                Rollouts.MODEL,
                RolloutEvent.newBuilder(standing).setRevision(7).build());

        // when
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c2", Rollouts.BETTER, 0.1));

        // then
        RolloutEvent refused = rollouts.readValuesToList().getLast();
        assertThat(refused.getRevision()).isEqualTo(8);
        assertThat(refused.getReason()).contains(Rollouts.GOOD + " is on trial already");

        // and when: a tracker that was replaced writes what it knew
        tell(Topic.ROLLOUTS, Rollouts.MODEL, standing);

        // then
        assertThat(rollouts.readValue()).isEqualTo(refused);
    }

    @Test
    void theNewestEventIsToldAgainAfterAStart() {
        // given
        publishAll();
        tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.promote("c1", Rollouts.OLD));
        RolloutEvent told = rollouts.readValue();

        // when: the first tick
        pass(1);

        // then: once
        assertThat(rollouts.readValue()).isEqualTo(told);
        pass(5);
        assertThat(rollouts.isEmpty()).isTrue();
    }

    private void publishAll() {
        harness.publishAll();
    }

    private void pass(int seconds) {
        harness.pass(seconds);
    }

    private <T extends SpecificRecord> void tell(Topic<T> topic, String key, T event) {
        harness.tell(topic, key, event, Rollouts.NOW);
    }
}
