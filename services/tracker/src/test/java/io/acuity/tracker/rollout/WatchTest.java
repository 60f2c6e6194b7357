package io.acuity.tracker.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.AckState;
import io.acuity.events.FailureCode;
import io.acuity.events.JobEvent;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.UpscaleResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchTest {

    private final Watch watch = new Watch(RolloutRules.DEFAULT.withMinimum(95, Duration.ofSeconds(30)));
    private ModelRollout rollout = ModelRollout.unknown(Rollouts.MODEL);
    private @Nullable RolloutEvent last;
    private long offset;

    @Test
    void aGoodCandidateIsPromotedWhenEnoughWasSeenAndWorkersAreReady() {
        // given
        trial(Rollouts.GOOD, 0.1);
        jobs(100, 900);
        assertThat(waits()).contains("on trial for 0 s of at least 30 s");

        // when
        pass(30);
        assertThat(waits()).contains("no worker said yet that it is ready");
        acknowledge(Rollouts.ready("w1", 2));
        pass(1);

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.PROMOTED);
        assertThat(event().getStable()).isEqualTo(Rollouts.GOOD);
        assertThat(event().getCommandId()).isNull();
        assertThat(event().getCandidateEvidence().getJobs()).isEqualTo(100);
        assertThat(event().getReason())
                .isEqualTo(Rollouts.GOOD + " was promoted because it fails less than 5 % more often than stable with"
                        + " 99 % confidence: 0 of 100 jobs (0 %) failed on the candidate and 0 of 900 jobs (0 %) on"
                        + " stable, in 31 s at a share of 10 %; validation PSNR-Y 31.52 dB against 31.50 dB.");
    }

    @Test
    void fewJobsOrATrialByHandWaitForMore() {
        // given
        trial(Rollouts.GOOD, 0.1);
        acknowledge(Rollouts.ready("w1", 2));

        // when
        jobs(94, 800);
        pass(60);

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.STARTED);
        assertThat(waits()).contains("94 jobs of at least 95");

        // and when: by hand
        ask(Rollouts.rollBack("r"));
        ask(RolloutCommand.newBuilder(Rollouts.start("m", Rollouts.GOOD, 0.1))
                .setAutomatic(false)
                .build());
        acknowledge(Rollouts.ready("w1", rollout.revision()));
        jobs(200, 800);
        pass(60);

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.STARTED);
        assertThat(waits()).contains("it was started as manual");
    }

    @Test
    void aWorkerThatServesAndIsNotReadyHoldsThePromotionUpUntilItIsIdle() {
        // given: w2 acknowledged the state before and ends jobs
        ask(Rollouts.promote("p", Rollouts.OLD));
        acknowledge(Rollouts.ready("w2", 1));
        ask(Rollouts.start("s", Rollouts.GOOD, 0.1));
        acknowledge(Rollouts.ready("w1", 2));
        jobs(100, 900);
        end(UpscaleResult.newBuilder(Rollouts.succeeded("w2-job", Rollouts.OLD, 50))
                .setWorker("w2")
                .build());

        // when
        pass(40);
        assertThat(waits()).contains("worker w2 is not ready with it");
        pass(21);

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.PROMOTED);
    }

    @Test
    void aCandidateThatFailsIsTakenBackWithItsFigures() {
        // given
        trial(Rollouts.GOOD, 0.1);
        jobs(20, 180);

        // when
        for (int i = 0; i < 3; i++) {
            end(Rollouts.failedOnCandidate("bad-" + i, Rollouts.GOOD));
        }

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.ROLLED_BACK);
        assertThat(event().getStable()).isEqualTo(Rollouts.OLD);
        assertThat(event().getCandidate()).isNull();
        assertThat(event().getReason())
                .startsWith(Rollouts.GOOD + " was rolled back because it fails more often than stable")
                .contains("3 of 23 jobs (13.0 %) failed on the candidate and 0 of 180 jobs");
    }

    @Test
    void failuresThatStableSharesAreNotTheCandidates() {
        // given
        trial(Rollouts.GOOD, 0.1);

        // when: an incident on all workers
        for (int i = 0; i < 40; i++) {
            end(Rollouts.failed("stable-" + i, Rollouts.OLD, FailureCode.OUT_OF_DEVICE_MEMORY));
            if (i % 8 == 0) {
                end(Rollouts.failedOnCandidate("cand-" + i, Rollouts.GOOD));
            }
        }

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.STARTED);
    }

    @Test
    void aFailureCountsOnceAndWhatIsNoModelsFaultNever() {
        // given
        trial(Rollouts.GOOD, 0.1);

        // when: told by event and result, delivered twice, and failures of other kinds
        end(Rollouts.failedOnCandidate("a", Rollouts.GOOD));
        end(Rollouts.failedOnCandidate("a", Rollouts.GOOD));
        end(Rollouts.failed("a", Rollouts.GOOD, FailureCode.INTERNAL));
        end(Rollouts.failed("b", Rollouts.GOOD, FailureCode.UNREADABLE_IMAGE));
        end(Rollouts.succeeded("c", Rollouts.BETTER, 50));

        // then
        assertThat(trial().candidateSide().jobs()).isEqualTo(1);
        assertThat(trial().candidateSide().failures()).isEqualTo(1);
        assertThat(trial().stableSide().jobs()).isZero();
    }

    @Test
    void aRecordDeliveredAgainCountsOnce() {
        // given
        trial(Rollouts.GOOD, 0.1);
        var first = Rollouts.succeeded("a", Rollouts.GOOD, 50);
        end(first);

        // when
        offset--;
        end(first);

        // then
        assertThat(trial().candidateSide().jobs()).isEqualTo(1);
    }

    @Test
    void aSlowCandidateIsTakenBackAndOneThatIsALittleSlowerIsNot() {
        // given: stable takes 200 ms a megapixel
        trial(Rollouts.GOOD, 0.1);
        jobs(0, 40);

        // when: 1.4 times that
        for (int i = 0; i < 60; i++) {
            end(Rollouts.succeeded("little-" + i, Rollouts.GOOD, 70));
        }

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.STARTED);

        // and when: twice that
        ask(Rollouts.rollBack("r"));
        ask(Rollouts.start("s2", Rollouts.BETTER, 0.1));
        jobs(0, 40);
        for (int i = 0; i < 20; i++) {
            end(Rollouts.succeeded("slow-" + i, Rollouts.BETTER, 100));
        }

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.ROLLED_BACK);
        assertThat(event().getReason())
                .contains("it is too slow: median compute time 400 ms against 200 ms on stable for a million pixels");
        assertThat(event().getCandidateEvidence().getMedianComputeMsPerMegapixel())
                .isEqualTo(400);
    }

    @Test
    void aCandidateWithWorseValidationIsTakenBackThoughItServesWell() {
        // given
        trial(Rollouts.BLURRED, 0.1);
        acknowledge(Rollouts.ready("w1", 2));

        // when
        for (int i = 0; i < 100; i++) {
            end(Rollouts.succeeded("j" + i, Rollouts.BLURRED, 50));
        }
        pass(31);

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.ROLLED_BACK);
        assertThat(event().getReason()).contains("validation PSNR-Y 29.00 dB against 31.50 dB");
    }

    @Test
    void aRefusalTakesTheCandidateBackWithTheWorkersReason() {
        // given
        trial(Rollouts.GOOD, 0.1);

        // when: an old one, which was about something else
        acknowledge(Rollouts.refused("w1", 1));
        assertThat(decided()).isEqualTo(RolloutDecision.STARTED);
        acknowledge(RolloutAck.newBuilder(Rollouts.ready("w1", 2))
                .setState(AckState.UNKNOWN)
                .build());
        assertThat(decided()).isEqualTo(RolloutDecision.STARTED);
        acknowledge(Rollouts.refused("w1", 2));

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.ROLLED_BACK);
        assertThat(event().getReason())
                .isEqualTo(Rollouts.GOOD + " was rolled back because worker w1 refused it: CORRUPT_CHECKPOINT, The"
                        + " weights hold NaN; publish others.");
    }

    @Test
    void whatWasPromotedUntriedGoesBackWhenAWorkerRefusesItBeforeAnyIsReady() {
        // given
        ask(Rollouts.promote("p1", Rollouts.OLD));
        acknowledge(Rollouts.ready("w1", 1));
        ask(Rollouts.promote("p2", Rollouts.GOOD));

        // when
        acknowledge(Rollouts.refused("w1", 2));

        // then
        assertThat(decided()).isEqualTo(RolloutDecision.ROLLED_BACK);
        assertThat(event().getStable()).isEqualTo(Rollouts.OLD);

        // and when: a stable that others serve is refused by one worker
        acknowledge(Rollouts.ready("w1", 3));
        acknowledge(Rollouts.refused("w2", 3));

        // then
        assertThat(rollout.revision()).isEqualTo(3);
    }

    @Test
    void aStateFromTheTopicIsTakenOver() {
        // given
        trial(Rollouts.GOOD, 0.1);

        // when
        ModelRollout adopted = ModelRollout.unknown(Rollouts.MODEL).adopted(event());

        // then
        assertThat(adopted.revision()).isEqualTo(2);
        assertThat(adopted.stable()).isEqualTo(Rollouts.OLD);
        assertThat(adopted.earlier()).containsExactly((String) null);
        assertThat(adopted.trial()).isEqualTo(Trial.start(Rollouts.GOOD, 0.1, true, 2));
    }

    private void trial(String candidate, double share) {
        ask(Rollouts.promote("p", Rollouts.OLD));
        ask(Rollouts.start("s", candidate, share));
    }

    private void ask(RolloutCommand command) {
        take(CommandDesk.decide(rollout, command, Rollouts::known, Rollouts.NOW));
    }

    private void jobs(int candidate, int stable) {
        for (int i = 0; i < stable; i++) {
            end(Rollouts.succeeded("s" + i, Rollouts.OLD, 50));
        }
        for (int i = 0; i < candidate; i++) {
            end(Rollouts.succeeded("c" + i, trial().candidate(), 50));
        }
    }

    private void end(UpscaleResult result) {
        end(OutcomeReader.of(result, place("results")));
    }

    private void end(JobEvent event) {
        end(OutcomeReader.of(event, place("events")));
    }

    private void end(Optional<TrialOutcome> outcome) {
        outcome.ifPresent(told -> take(watch.ended(rollout, told, Rollouts::known, Rollouts.NOW)));
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            take(watch.passed(rollout, 1_000, Rollouts::known, Rollouts.NOW));
        }
    }

    private void acknowledge(RolloutAck ack) {
        take(watch.acknowledged(rollout, ack, Rollouts.NOW));
    }

    private void take(Change change) {
        rollout = change.next();
        if (change.event() != null) {
            last = change.event();
        }
    }

    private Trial trial() {
        return Objects.requireNonNull(rollout.trial());
    }

    private String waits() {
        return watch.verdict(rollout, trial(), Rollouts::known).why();
    }

    private RolloutEvent event() {
        return Objects.requireNonNull(last);
    }

    private RolloutDecision decided() {
        return event().getDecision();
    }

    private RecordMetadata place(String topic) {
        long here = offset++;
        return new RecordMetadata() {
            @Override
            public String topic() {
                return topic;
            }

            @Override
            public int partition() {
                return 0;
            }

            @Override
            public long offset() {
                return here;
            }
        };
    }
}
