package io.acuity.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.Target;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SharedBatchTest {

    /** Notes the batches it shares. */
    private record Sharer(String subject, List<SharedBatch> batches) implements ProgressListener {
        Sharer(String subject) {
            this(subject, new CopyOnWriteArrayList<>());
        }

        @Override
        public void progressed(long done, long total) {
            // Nobody asks.
        }

        @Override
        public void shared(SharedBatch batch) {
            batches.add(batch);
        }
    }

    @Test
    void jobsHearOfTheBatchesTheyShareAndOfNoOthers() {
        // given a job that is stopped inside its first call
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LocalNetwork network = new LocalNetwork().before(batch -> {
            reached.countDown();
            TileSchedulerTest.await(go);
        });
        Sharer first = new Sharer("first");
        Sharer second = new Sharer("second");
        Sharer alone = new Sharer("alone");

        // when another comes, and a third when both are done
        try (TileScheduler scheduler = new TileScheduler(SchedulerSettings.DEFAULT)) {
            JobHandle one = scheduler.submit(spec(network, first));
            TileSchedulerTest.await(reached);
            JobHandle two = scheduler.submit(spec(network, second));
            go.countDown();
            one.done().join();
            two.done().join();
            scheduler.submit(spec(network, alone)).done().join();
        }

        // then
        assertThat(first.batches).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch.subjects()).containsExactlyInAnyOrder("first", "second");
            assertThat(batch.samples()).isGreaterThan(1);
            assertThat(batch.nanos()).isPositive();
        });
        assertThat(second.batches).containsExactlyElementsOf(first.batches);
        assertThat(alone.batches).isEmpty();
    }

    private static JobSpec spec(LocalNetwork network, ProgressListener progress) {
        LowRes lowRes = Results.image(24, 24, 3);
        return new JobSpec(
                lowRes,
                TileSchedulerTest.process(6, 0, Target.CLEAN),
                7,
                false,
                network,
                Tiling.SMALL,
                new Results(lowRes),
                progress);
    }
}
