package io.acuity.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.canvas.ResultBands;
import io.acuity.diffusion.scheduler.LocalNetwork.Call;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes out of the scheduler is what the plain sampler computes on the whole image, however it was cut. */
@Timeout(60)
class TileSchedulerTest {
    static final SchedulerSettings TILED = new SchedulerSettings(1 << 20, 1, 16, 3000, 1 << 20, 600, 4, 1 << 20);

    static ShiftProcess process(int steps, double kappa, Target target) {
        ShiftSchedule schedule = kappa > 0
                ? ShiftSchedule.resShift(steps, 0.2, 0.99, 0.3, kappa)
                : ShiftSchedule.deltaDiff(steps, 0.01, 0.99, 0.3);
        return ShiftProcess.of(schedule, target);
    }

    static JobSpec spec(LowRes lowRes, ShiftProcess process, LocalNetwork network, RowSink rows) {
        return new JobSpec(lowRes, process, 7, false, network, Tiling.SMALL, rows, ProgressListener.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,RESIDUAL",
        "4,0,RESIDUAL",
        "20,0,CLEAN",
        "4,0,PREVIOUS",
        "1,2,CLEAN",
        "4,2,CLEAN",
        "4,2,RESIDUAL",
        "20,2,RESIDUAL"
    })
    void tilesChangeNothing(int steps, double kappa, Target target) {
        // given
        LowRes lowRes = Results.image(61, 45, 1);
        ShiftProcess process = process(steps, kappa, target);
        Results results = new Results(lowRes);
        List<Long> progress = new CopyOnWriteArrayList<>();
        // when
        JobReport report;
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            report = scheduler
                    .submit(new JobSpec(
                            lowRes, process, 7, false, new LocalNetwork(), Tiling.SMALL, results, (done, total) -> {
                                assertThat(total).isEqualTo(12L * steps);
                                progress.add(done);
                            }))
                    .done()
                    .join();
            assertThat(scheduler.pixelsInFlight()).isZero();
        }
        // then
        assertThat(results.isComplete()).isTrue();
        assertThat(results.distance(Results.reference(lowRes, process, 7))).isLessThan(Results.ONE_LEVEL / 4);
        assertThat(progress).isSorted().endsWith(12L * steps);
        assertThat(report.denseNetworkPixels()).isEqualTo(61L * 45 * 4 * steps);
        assertThat(report.networkPixels()).isEqualTo(12L * steps * 20 * 20 * 4);
    }

    @ParameterizedTest
    @CsvSource({"1,0,RESIDUAL", "4,2,CLEAN"})
    void fewTilesChangeNothingAndCostLess(int steps, double kappa, Target target) {
        // given
        LowRes lowRes = Results.image(61, 45, 1);
        ShiftProcess process = process(steps, kappa, target);
        Results results = new Results(lowRes);
        // when
        JobReport report;
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            report = scheduler
                    .submit(new JobSpec(
                            lowRes, process, 7, false, new LocalNetwork(), Tiling.FEW, results, ProgressListener.NONE))
                    .done()
                    .join();
        }
        // then
        assertThat(results.isComplete()).isTrue();
        assertThat(results.distance(Results.reference(lowRes, process, 7))).isLessThan(Results.ONE_LEVEL / 4);
        assertThat(report.networkPixels()).isBetween(61L * 45 * 4 * steps, 12L * steps * 20 * 20 * 4);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,40", "5,3"})
    void tinyImagesAreImages(int width, int height) {
        // given
        LowRes lowRes = Results.image(width, height, 2);
        ShiftProcess process = process(4, 2, Target.RESIDUAL);
        Results results = new Results(lowRes);
        // when
        try (TileScheduler scheduler = new TileScheduler(SchedulerSettings.DEFAULT)) {
            scheduler
                    .submit(spec(lowRes, process, new LocalNetwork(), results))
                    .done()
                    .join();
        }
        // then
        assertThat(results.distance(Results.reference(lowRes, process, 7))).isLessThan(Results.ONE_LEVEL / 4);
    }

    @Test
    void jobsThatJoinARunningBatchChangeNothing() {
        // given a job that is stopped inside its second call
        LocalNetwork network = new LocalNetwork();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        network.before(batch -> {
            if (network.calls().size() == 2) {
                reached.countDown();
                await(go);
            }
        });
        ShiftProcess four = process(4, 2, Target.CLEAN);
        ShiftProcess twenty = process(20, 0, Target.CLEAN);
        LowRes first = Results.image(50, 50, 3);
        LowRes second = Results.image(48, 64, 4);
        Results firstRows = new Results(first);
        Results secondRows = new Results(second);
        // when another arrives
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            JobHandle one = scheduler.submit(spec(first, four, network, firstRows));
            await(reached);
            JobHandle two = scheduler.submit(spec(second, twenty, network, secondRows));
            go.countDown();
            one.done().join();
            two.done().join();
        }
        // then some batch mixed steps, and both are right
        assertThat(network.calls())
                .anyMatch(call -> call.steps().stream().distinct().count() > 1);
        assertThat(firstRows.distance(Results.reference(first, four, 7))).isLessThan(Results.ONE_LEVEL);
        assertThat(secondRows.distance(Results.reference(second, twenty, 7))).isLessThan(Results.ONE_LEVEL);
    }

    @Test
    void aSmallLatecomerIsServedAtTheNextTick() {
        // given a large job at work
        LocalNetwork network = new LocalNetwork();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        network.before(batch -> {
            if (network.calls().size() == 5) {
                reached.countDown();
                await(go);
            }
        });
        LowRes large = Results.image(200, 200, 5);
        LowRes small = Results.image(8, 8, 6);
        ShiftProcess process = process(4, 0, Target.CLEAN);
        // when
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            JobHandle slow = scheduler.submit(spec(large, process, network, new Results(large)));
            await(reached);
            JobHandle quick = scheduler.submit(spec(small, process, network, new Results(small)));
            go.countDown();
            quick.done().join();
            slow.done().join();
        }
        // then its four steps are the next four calls
        assertThat(network.calls().subList(5, 9)).extracting(Call::width).containsOnly(8);
        assertThat(network.calls().subList(9, 12)).extracting(Call::width).containsOnly(20);
    }

    @Test
    void aStreamOfSmallJobsDoesNotStarveALargeOne() {
        // given a new small job at each tick
        LocalNetwork network = new LocalNetwork();
        LowRes large = Results.image(64, 64, 5);
        LowRes small = Results.image(8, 8, 6);
        ShiftProcess process = process(1, 0, Target.CLEAN);
        List<JobHandle> handles = new CopyOnWriteArrayList<>();
        try (TileScheduler scheduler =
                new TileScheduler(new SchedulerSettings(1 << 20, 64, 16, 400, 1 << 20, 600, 4, 1 << 20))) {
            network.before(batch -> {
                if (handles.size() < 120) {
                    handles.add(scheduler.submit(spec(small, process, network, new Results(small))));
                }
            });
            // when
            scheduler
                    .submit(spec(large, process, network, new Results(large)))
                    .done()
                    .join();
            handles.forEach(handle -> handle.done().join());
        }
        // then the large one never waited longer than it may
        int waited = 0;
        int longest = 0;
        for (Call call : network.calls().subList(0, 120)) {
            waited = call.width() == 8 ? waited + 1 : 0;
            longest = Math.max(longest, waited);
        }
        assertThat(longest).isEqualTo(BatchPlanner.PATIENCE);
    }

    @Test
    void deterministicJobsGiveTheSameBytesInAnyCompany() {
        // given
        LowRes lowRes = Results.image(40, 50, 8);
        ShiftProcess process = process(4, 2, Target.CLEAN);
        LocalNetwork network = new LocalNetwork();
        List<Results> results = new ArrayList<>();
        // when alone, and beside others
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            for (int run = 0; run < 3; run++) {
                results.add(new Results(lowRes));
                JobSpec spec = new JobSpec(
                        lowRes, process, 7, true, network, Tiling.SMALL, results.get(run), ProgressListener.NONE);
                JobHandle other = scheduler.submit(spec(lowRes, process, new LocalNetwork(), new Results(lowRes)));
                scheduler.submit(spec).done().join();
                other.done().join();
            }
        }
        // then
        assertThat(network.calls()).extracting(Call::size).containsOnly(1);
        assertThat(results.get(1).distance(results.get(0).planes())).isZero();
        assertThat(results.get(2).distance(results.get(0).planes())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,0", "4,40"})
    void memoryFollowsTheWaveNotTheImage(int steps, int blocks) {
        // given an image of 3 columns and 60 rows of tiles
        LowRes lowRes = Results.image(48, 960, 9);
        BlockPool pool = new BlockPool(1 << 20);
        // when
        try (TileScheduler scheduler = new TileScheduler(TILED, pool)) {
            scheduler
                    .submit(spec(lowRes, process(steps, 0, Target.CLEAN), new LocalNetwork(), new Results(lowRes)))
                    .done()
                    .join();
        }
        // then
        assertThat(pool.peakInUse()).isLessThanOrEqualTo(blocks);
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void aSlowSinkStopsItsOwnJobOnly() {
        // given a sink that takes nothing for now
        CountDownLatch go = new CountDownLatch(1);
        LowRes lowRes = Results.image(16, 320, 10);
        LocalNetwork network = new LocalNetwork();
        LocalNetwork other = new LocalNetwork();
        Results slowRows = new Results(lowRes);
        Results otherRows = new Results(lowRes);
        ShiftProcess process = process(1, 0, Target.CLEAN);
        try (TileScheduler scheduler =
                new TileScheduler(new SchedulerSettings(1 << 20, 1, 16, 1, 1 << 20, 600, 4, 1 << 20))) {
            // when
            JobHandle slow = scheduler.submit(spec(lowRes, process, network, (y0, rows, planes) -> {
                await(go);
                slowRows.rows(y0, rows, planes);
            }));
            scheduler.submit(spec(lowRes, process, other, otherRows)).done().join();
            // then it computed no more than it may hold, while the other ran through
            assertThat(network.calls()).hasSize(ResultBands.LIMIT);
            assertThat(other.calls()).hasSize(20);
            go.countDown();
            slow.done().join();
        }
        assertThat(slowRows.distance(otherRows.planes())).isZero();
    }

    @Test
    void pixelsInFlightAreBounded() {
        // given room for one of two
        LowRes lowRes = Results.image(30, 30, 11);
        ShiftProcess process = process(1, 0, Target.CLEAN);
        CountDownLatch go = new CountDownLatch(1);
        LocalNetwork network = new LocalNetwork().before(batch -> await(go));
        try (TileScheduler scheduler =
                new TileScheduler(new SchedulerSettings(1000, 1, 16, 3000, 1 << 20, 600, 4, 1 << 20))) {
            // when
            JobHandle first = scheduler.submit(spec(lowRes, process, network, new Results(lowRes)));
            JobHandle second = scheduler.submit(spec(lowRes, process, network, new Results(lowRes)));
            first.admitted().join();
            // then
            assertThat(second.admitted()).isNotDone();
            assertThat(scheduler.pixelsInFlight()).isEqualTo(1800);
            go.countDown();
            first.done().join();
            second.admitted().join();
            assertThat(second.done().join().networkCalls()).isPositive();
        }
    }

    @Test
    void theDeviceThreadCanBeLent() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        TileScheduler scheduler = new TileScheduler(TILED);
        // when
        String thread = scheduler
                .onDevice(() -> {
                    ran.incrementAndGet();
                    return Thread.currentThread().getName();
                })
                .get();
        scheduler.close();
        // then
        assertThat(thread).isEqualTo("acuity-device");
        assertThat(ran).hasValue(1);
        assertThatThrownBy(() -> scheduler.onDevice(() -> 1).join()).hasCauseInstanceOf(JobFailedException.class);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
