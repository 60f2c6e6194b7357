package io.acuity.diffusion.scheduler;

import static io.acuity.diffusion.scheduler.TileSchedulerTest.TILED;
import static io.acuity.diffusion.scheduler.TileSchedulerTest.await;
import static io.acuity.diffusion.scheduler.TileSchedulerTest.process;
import static io.acuity.diffusion.scheduler.TileSchedulerTest.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.scheduler.JobFailedException.Reason;
import io.acuity.diffusion.scheduler.LocalNetwork.Call;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.imaging.Plane;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong goes wrong for one job, and says so. */
@Timeout(60)
class TileSchedulerFailureTest {
    private static final float POISON = 1f;

    private final LowRes lowRes = Results.image(61, 45, 1);
    private final ShiftProcess process = process(4, 2, Target.RESIDUAL);
    private final Results results = new Results(lowRes);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void aTileTheDeviceHasNoMemoryForIsCut(int failingCall) {
        // given a device that loses memory at some call and has little from then on
        LocalNetwork network = new LocalNetwork();
        network.before(batch -> {
            if (network.calls().size() >= failingCall && batch.size() * batch.width() * batch.height() > 256) {
                throw new DeviceMemoryException("Injected.", new IllegalStateException());
            }
        });
        // when
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            scheduler.submit(spec(lowRes, process, network, results)).done().join();
        }
        // then the smaller tiles tell nobody
        assertThat(results.distance(Results.reference(lowRes, process, 7))).isLessThan(Results.ONE_LEVEL / 4);
        assertThat(network.calls()).anyMatch(call -> call.width() == 12 && call.height() == 12);
    }

    @Test
    void batchesShrinkBeforeTilesDo() {
        // given a device with memory for two tiles
        LocalNetwork network = new LocalNetwork().before(batch -> {
            if (batch.size() > 2) {
                throw new DeviceMemoryException("Injected.", new IllegalStateException());
            }
        });
        // when
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            scheduler.submit(spec(lowRes, process, network, results)).done().join();
        }
        // then
        assertThat(results.distance(Results.reference(lowRes, process, 7))).isLessThan(Results.ONE_LEVEL / 4);
        assertThat(network.calls()).extracting(Call::width).containsOnly(20);
        assertThat(network.calls().stream().filter(call -> call.size() > 2)).hasSizeLessThan(4);
    }

    @Test
    void aDeviceWithoutAnyMemoryFailsTheJob() {
        LocalNetwork network = new LocalNetwork().before(batch -> {
            throw new DeviceMemoryException("Injected.", new IllegalStateException());
        });
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            // when
            JobHandle handle = scheduler.submit(spec(lowRes, process, network, results));
            // then
            assertFailed(handle.done(), Reason.OUT_OF_DEVICE_MEMORY);
        }
    }

    @Test
    void aPoisonedTileFailsItsOwnJobOnly() {
        // given one white image among others
        LowRes poisoned = LowRes.grey(white(64, 64));
        LocalNetwork network = new LocalNetwork().before(batch -> {
            if (hasPoison(batch)) {
                throw new IllegalStateException("Injected.");
            }
        });
        Results others = new Results(lowRes);
        CountDownLatch go = new CountDownLatch(1);
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            CompletableFuture<Boolean> gate = scheduler.onDevice(() -> {
                await(go);
                return true;
            });
            JobHandle one = scheduler.submit(spec(lowRes, process, network, results));
            JobHandle bad = scheduler.submit(spec(poisoned, process, network, new Results(poisoned)));
            JobHandle two = scheduler.submit(spec(lowRes, process, network, others));
            // when
            go.countDown();
            // then
            assertThat(gate.join()).isTrue();
            assertFailed(bad.done(), Reason.NETWORK_FAILED);
            one.done().join();
            two.done().join();
        }
        assertThat(results.distance(Results.reference(lowRes, process, 7))).isLessThan(Results.ONE_LEVEL / 4);
        assertThat(others.distance(results.planes())).isLessThan(Results.ONE_LEVEL);
    }

    @Test
    void valuesThatAreNotFiniteAreNeverPasted() {
        // given a network whose input turns to NaN
        LocalNetwork network = new LocalNetwork();
        network.before(batch -> {
            if (network.calls().size() == 3) {
                batch.state().put(5, Float.NaN);
            }
        });
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            assertFailed(
                    scheduler.submit(spec(lowRes, process, network, results)).done(), Reason.NETWORK_FAILED);
        }
    }

    @Test
    void cancellingEndsAJobBetweenTicks() {
        // given a job at work
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LocalNetwork network = new LocalNetwork();
        network.before(batch -> {
            if (network.calls().size() == 3) {
                reached.countDown();
                await(go);
            }
        });
        BlockPool pool = new BlockPool(1 << 20);
        try (TileScheduler scheduler = new TileScheduler(TILED, pool)) {
            JobHandle handle = scheduler.submit(spec(lowRes, process, network, results));
            await(reached);
            // when
            handle.cancel();
            go.countDown();
            // then
            assertThatThrownBy(() -> handle.done().join()).isInstanceOf(CancellationException.class);
            assertThat(network.calls()).hasSize(3);
            assertThat(scheduler.pixelsInFlight()).isZero();
            handle.cancel();
            scheduler
                    .submit(spec(lowRes, process, network, new Results(lowRes)))
                    .done()
                    .join();
        }
        assertThat(results.isComplete()).isFalse();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void aSinkThatFailsFailsItsJob() {
        RowSink full = (y0, rows, planes) -> {
            throw new IOException("No space left.");
        };
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            JobHandle bad = scheduler.submit(spec(lowRes, process, new LocalNetwork(), full));
            JobHandle good = scheduler.submit(spec(lowRes, process, new LocalNetwork(), results));
            assertFailed(bad.done(), Reason.SINK_FAILED);
            good.done().join();
        }
        assertThat(results.isComplete()).isTrue();
    }

    @Test
    void closingLeavesNobodyWaiting() {
        // given jobs at work and waiting
        CountDownLatch reached = new CountDownLatch(1);
        LocalNetwork network = new LocalNetwork().before(batch -> reached.countDown());
        TileScheduler scheduler =
                new TileScheduler(new SchedulerSettings(1000, 1, 16, 1, 1 << 20, 1 << 20, 4, 1 << 20));
        JobHandle running = scheduler.submit(spec(Results.image(200, 200, 2), process, network, (y, n, p) -> {}));
        JobHandle waiting = scheduler.submit(spec(lowRes, process, network, results));
        await(reached);
        // when
        scheduler.close();
        // then
        assertFailed(running.done(), Reason.CLOSED);
        assertFailed(waiting.done(), Reason.CLOSED);
        assertThatThrownBy(() -> scheduler.submit(spec(lowRes, process, network, results)))
                .asInstanceOf(type(JobFailedException.class))
                .extracting(JobFailedException::reason)
                .isEqualTo(Reason.CLOSED);
        scheduler.close();
    }

    @Test
    void aDeviceThreadThatDiesLeavesNobodyWaiting() {
        LocalNetwork network = new LocalNetwork().before(batch -> {
            throw new LinkageError("Injected: the engine is gone.");
        });
        TileScheduler scheduler = new TileScheduler(TILED);
        assertFailed(scheduler.submit(spec(lowRes, process, network, results)).done(), Reason.CLOSED);
        scheduler.close();
    }

    @Test
    void aListenerThatFailsIsItsOwnProblem() {
        JobSpec spec =
                new JobSpec(lowRes, process, 7, false, new LocalNetwork(), Tiling.SMALL, results, (done, total) -> {
                    throw new IllegalStateException("Injected.");
                });
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            scheduler.submit(spec).done().join();
        }
        assertThat(results.isComplete()).isTrue();
    }

    private static void assertFailed(CompletableFuture<JobReport> done, Reason reason) {
        assertThatThrownBy(done::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .asInstanceOf(type(JobFailedException.class))
                .extracting(JobFailedException::reason)
                .isEqualTo(reason);
    }

    private static Plane white(int width, int height) {
        short[] samples = new short[width * height];
        Arrays.fill(samples, (short) Plane.MAX);
        return new Plane(width, height, samples);
    }

    private static boolean hasPoison(TileBatch batch) {
        int pixels = 3 * batch.width() * batch.height();
        for (int n = 0; n < batch.size(); n++) {
            if (batch.lowRes().get(n * pixels) == POISON && batch.lowRes().get((n + 1) * pixels - 1) == POISON) {
                return true;
            }
        }
        return false;
    }
}
