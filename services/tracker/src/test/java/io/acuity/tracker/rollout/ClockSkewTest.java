package io.acuity.tracker.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.Cost;
import io.acuity.events.JobEvent;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.topics.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clocks of workers change no verdict: not those in their events, nor the timestamps of their records. */
class ClockSkewTest {
    private static final int HOURS_OF_NOBODY = 0;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} hours")
    @ValueSource(ints = {-1, 1, -24 * 365, 24 * 365})
    void aGoodCandidateIsPromotedAtTheSameMomentWhateverTheWorkersClock(int hours) throws Exception {
        assertThat(goodTrial(hours)).isEqualTo(goodTrial(HOURS_OF_NOBODY)).hasSize(2);
    }

    @ParameterizedTest(name = "{0} hours")
    @ValueSource(ints = {-1, 1, -24 * 365, 24 * 365})
    void aBadCandidateIsTakenBackAfterTheSameJobWhateverTheWorkersClock(int hours) throws Exception {
        assertThat(badTrial(hours)).isEqualTo(badTrial(HOURS_OF_NOBODY)).hasSize(2);
    }

    /** What was decided, when by the tracker's clock, and why. */
    private List<RolloutEvent> goodTrial(int hours) throws Exception {
        try (var harness = harness()) {
            Worker skewed = new Worker(harness, "w1", hours);
            Worker right = new Worker(harness, "w2", 0);
            TestOutputTopic<String, RolloutEvent> rollouts = started(harness);
            skewed.ready();
            right.ready();
            for (int second = 0; second < 70; second++) {
                skewed.succeeded("a" + second, Rollouts.GOOD);
                right.succeeded("b" + second, Rollouts.GOOD);
                skewed.succeeded("c" + second, Rollouts.OLD);
                right.succeeded("d" + second, Rollouts.OLD);
                harness.pass(1);
            }
            List<RolloutEvent> events = decisions(rollouts);
            assertThat(events.getLast().getDecision()).isEqualTo(RolloutDecision.PROMOTED);
            return events;
        }
    }

    private List<RolloutEvent> badTrial(int hours) throws Exception {
        try (var harness = harness()) {
            Worker skewed = new Worker(harness, "w1", hours);
            Worker right = new Worker(harness, "w2", 0);
            TestOutputTopic<String, RolloutEvent> rollouts = started(harness);
            skewed.ready();
            right.ready();
            for (int job = 0; job < 12; job++) {
                Worker worker = job % 2 == 0 ? skewed : right;
                worker.succeeded("a" + job, Rollouts.GOOD);
                worker.succeeded("b" + job, Rollouts.OLD);
                worker.failedOnCandidate("c" + job);
                harness.pass(1);
            }
            List<RolloutEvent> events = decisions(rollouts);
            assertThat(events.getLast().getDecision()).isEqualTo(RolloutDecision.ROLLED_BACK);
            return events;
        }
    }

    private RolloutHarness harness() throws Exception {
        return new RolloutHarness(Files.createTempDirectory(folder, "state"), RolloutRules.DEFAULT);
    }

    private static TestOutputTopic<String, RolloutEvent> started(RolloutHarness harness) {
        TestOutputTopic<String, RolloutEvent> rollouts = harness.output(Topic.ROLLOUTS);
        harness.publishAll();
        harness.tell(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c1", Rollouts.GOOD, 0.5), Rollouts.NOW);
        return rollouts;
    }

    /** The newest event is told again after a start; once is enough here. */
    private static List<RolloutEvent> decisions(TestOutputTopic<String, RolloutEvent> rollouts) {
        return rollouts.readValuesToList().stream().distinct().toList();
    }

    /** A worker whose clock is wrong by some hours. */
    private record Worker(RolloutHarness harness, String name, int hours) {
        private Instant now() {
            return Rollouts.NOW.plus(Duration.ofHours(hours));
        }

        void ready() {
            RolloutAck ack =
                    RolloutAck.newBuilder(Rollouts.ready(name, 1)).setAt(now()).build();
            harness.tell(Topic.ROLLOUT_ACKS, name + "/" + Rollouts.MODEL, ack, now());
        }

        void succeeded(String job, String checkpoint) {
            // How long a job waited is taken from two clocks: the gateway's and the worker's.
            long waited = Math.max(0, TimeUnit.HOURS.toMillis(hours));
            UpscaleResult result = UpscaleResult.newBuilder(Rollouts.succeeded(job, checkpoint, 50))
                    .setWorker(name)
                    .setCost(new Cost(1L, 1L, 1L, 0L, waited, 0L, 50L, 0L, waited + 50))
                    .setCompletedAt(now())
                    .build();
            harness.tell(Topic.RESULTS, job, result, now());
        }

        void failedOnCandidate(String job) {
            JobEvent event = JobEvent.newBuilder(Rollouts.failedOnCandidate(job, Rollouts.GOOD))
                    .setWorker(name)
                    .setAt(now())
                    .build();
            harness.tell(Topic.JOB_EVENTS, job, event, now());
        }
    }
}
