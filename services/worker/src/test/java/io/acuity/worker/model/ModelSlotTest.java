package io.acuity.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.streaming.rollout.TrafficSplit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelSlotTest {
    private static final int SWAPS = 2_000;
    private static final int JOBS = 4;

    private final ScriptedModels models = new ScriptedModels();
    private final ModelSlot slot = models.slot(Duration.ofMillis(50));

    @Test
    void aJobKeepsItsCheckpointThroughASwapAndTheLastLeaseReleasesIt() {
        // given
        ModelLease early = slot.lease("a");
        String own = early.model().checkpoint();

        // when
        slot.publish(ServingPair.alone(models.resident("next")));
        ModelLease late = slot.lease("a");

        // then
        assertThat(early.model().checkpoint()).isEqualTo(own);
        assertThat(late.model().checkpoint()).isEqualTo("next");
        assertThat(models.released()).isEmpty();
        early.close();
        early.close();
        assertThat(models.released()).containsExactly(own);
    }

    @Test
    void theCandidateServesTheJobsOfItsShareAndNoOthers() {
        // given
        ServingPair before = slot.serving();
        slot.publish(new ServingPair(before.stable(), models.resident("candidate"), 0.3));

        // then
        for (String job : List.of("a", "b", "c", "d", "e", "f")) {
            try (ModelLease lease = slot.lease(job);
                    ModelLease stable = slot.leaseStable()) {
                assertThat(lease.isCandidate()).isEqualTo(TrafficSplit.isCandidate(job, 0.3));
                assertThat(lease.model().checkpoint().equals("candidate")).isEqualTo(lease.isCandidate());
                assertThat(stable.isCandidate()).isFalse();
            }
        }
    }

    @Test
    void aPromotedCandidateIsNotReleased() {
        // given
        ResidentModel candidate = models.resident("candidate");
        slot.publish(new ServingPair(slot.serving().stable(), candidate, 1));

        // when
        slot.publish(ServingPair.alone(candidate));

        // then
        assertThat(models.released()).containsExactly(slot.ownCheckpoint());
        assertThat(slot.leaseStable().model().checkpoint()).isEqualTo("candidate");
    }

    @Test
    void jobsWaitAtAClosedGateForSoLongAndNoLonger() {
        slot.hold();
        assertThatThrownBy(() -> slot.lease("a"))
                .isInstanceOf(CheckpointPendingException.class)
                .hasMessageContaining(slot.model());
        slot.open();
        assertThat(slot.lease("a").model().checkpoint()).isEqualTo(slot.ownCheckpoint());
    }

    @Test
    void aClosedSlotGivesNoLeases() {
        slot.close();
        assertThatThrownBy(() -> slot.lease("a")).isInstanceOf(CheckpointPendingException.class);
    }

    /** A model test of the leases: whatever the interleaving, nobody holds what was released, and each is released once. */
    @Test
    void noJobEverHoldsAReleasedCheckpointWhileSwapsGoOn() {
        // given
        AtomicBoolean swapping = new AtomicBoolean(true);
        List<CompletableFuture<Integer>> jobs = IntStream.range(0, JOBS)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> leases("job-" + n, swapping)))
                .toList();

        // when
        for (int i = 0; i < SWAPS; i++) {
            ServingPair now = slot.serving();
            ResidentModel candidate = now.candidate();
            slot.publish(
                    candidate == null
                            ? new ServingPair(now.stable(), models.resident("c" + i), 0.5)
                            : ServingPair.alone(candidate));
        }
        swapping.set(false);

        // then
        assertThat(jobs).allSatisfy(job -> assertThat(job.join()).isPositive());
        slot.publish(ServingPair.alone(models.resident("last")));
        assertThat(models.released())
                .doesNotHaveDuplicates()
                .hasSize(SWAPS / 2 + 1)
                .doesNotContain("last");
    }

    private int leases(String job, AtomicBoolean swapping) {
        int taken = 0;
        while (swapping.get() || taken == 0) {
            try (ModelLease lease = slot.lease(job);
                    ModelLease second = lease.another()) {
                assertThat(second).isNotNull();
                taken++;
            }
        }
        return taken;
    }
}
