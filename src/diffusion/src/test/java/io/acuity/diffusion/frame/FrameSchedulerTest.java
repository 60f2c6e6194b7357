package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.diffusion.scheduler.JobFailedException;
import io.acuity.diffusion.scheduler.JobFailedException.Reason;
import io.acuity.diffusion.scheduler.JobHandle;
import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.RowSink;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.imaging.Plane;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FrameSchedulerTest {
    private static final RowSink NOWHERE = (y0, rows, planes) -> {};

    private final TileScheduler device = new TileScheduler(SchedulerSettings.DEFAULT);
    private final FrameScheduler frames = new FrameScheduler(device, new FrameSettings(2000L << 20, 2000L << 20));

    @AfterEach
    void closeDevice() {
        device.close();
    }

    @Test
    void rowsArriveInOrderAndTheReportTellsTheCost() {
        // given: 40 × 50 pixels, more result rows than are handed over at once
        short[] result = new short[80 * 100];
        AtomicInteger next = new AtomicInteger();
        RowSink keep = (y0, rows, planes) -> {
            assertThat(y0).isEqualTo(next.getAndAdd(rows));
            System.arraycopy(planes[1], 0, result, y0 * 80, rows * 80);
        };
        LowRes lowRes = lowRes(40, 50);
        List<Long> told = new CopyOnWriteArrayList<>();

        // when
        JobReport report = submit(lowRes, 3, step -> {}, keep, (done, total) -> told.add(done * 100 + total))
                .done()
                .join();

        // then
        assertThat(next.get()).isEqualTo(100);
        for (int i = 0; i < result.length; i++) {
            assertThat(result[i]).isEqualTo(lowRes.red().samples()[i / 80 / 2 * 40 + i % 80 / 2]);
        }
        assertThat(told).containsExactly(105L, 205L, 305L, 405L, 505L);
        assertThat(report.networkCalls()).isEqualTo(3);
        assertThat(report.networkPixels()).isEqualTo(3 * 80 * 100);
        assertThat(report.denseNetworkPixels()).isEqualTo(3 * 80 * 100);
        assertThat(report.encoderPixels()).isEqualTo(5);
        assertThat(frames.pixelsInFlight()).isZero();
    }

    @Test
    void aCancelledJobStopsBetweenTwoSteps() throws InterruptedException {
        // given: a job in its second step
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger steps = new AtomicInteger();
        IntConsumer script = step -> {
            steps.incrementAndGet();
            if (step == 1) {
                second.countDown();
                await(goOn);
            }
        };
        JobHandle handle = submit(lowRes(10, 10), 10, script, NOWHERE, ProgressListener.NONE);
        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();

        // when
        handle.cancel();
        goOn.countDown();

        // then
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> handle.done().join());
        assertThat(steps.get()).isEqualTo(2);
        assertThat(frames.pixelsInFlight()).isZero();
    }

    @Test
    void jobsBeyondTheBoundWaitAndMayBeCancelledMeanwhile() {
        // given: a job that takes all the room
        CountDownLatch goOn = new CountDownLatch(1);
        JobHandle large = submit(lowRes(40, 50), 1, step -> await(goOn), NOWHERE, ProgressListener.NONE);
        large.admitted().join();
        JobHandle small = submit(lowRes(10, 10), 1, step -> {}, NOWHERE, ProgressListener.NONE);
        JobHandle unwanted = submit(lowRes(10, 10), 1, step -> {}, NOWHERE, ProgressListener.NONE);
        assertThat(frames.pixelsInFlight()).isEqualTo(2200);

        // when
        unwanted.cancel();

        // then: one ends while it waits, the other when there is room
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> unwanted.done().join());
        assertThat(small.admitted()).isNotDone();
        goOn.countDown();
        assertThat(small.done().join().networkCalls()).isEqualTo(1);
        assertThat(large.done().join().networkCalls()).isEqualTo(1);
    }

    @Test
    void imagesAboveTheBoundAreRefused() {
        // given, when
        JobHandle handle = submit(lowRes(41, 50), 1, step -> {}, NOWHERE, ProgressListener.NONE);

        // then
        JobFailedException failure = failureOf(handle);
        assertThat(failure.reason()).isEqualTo(Reason.IMAGE_TOO_LARGE);
        assertThat(failure).hasMessageContaining("41×50").hasMessageContaining("2000 are allowed");
        assertThat(frames.pixelsInFlight()).isZero();
    }

    @Test
    void largeImagesAreRefinedInPatchesWhoseOverlapsAreAveraged() {
        // given: 30 × 41 pixels in patches of 16 every 12, of which each is as good as the whole
        short[] result = new short[60 * 82];
        AtomicInteger next = new AtomicInteger();
        RowSink keep = (y0, rows, planes) -> {
            assertThat(y0).isEqualTo(next.getAndAdd(rows));
            System.arraycopy(planes[2], 0, result, y0 * 60, rows * 60);
        };
        LowRes lowRes = lowRes(30, 41);
        ScriptedFrameModel model = new ScriptedFrameModel(2, step -> {}, new FrameChop(16, 12));
        List<Long> told = new CopyOnWriteArrayList<>();
        ProgressListener progress = (done, total) -> told.add(done * 100 + total);

        // when
        JobReport report = frames.submit(new FrameSpec(lowRes, model, 1, keep, progress))
                .done()
                .join();

        // then
        assertThat(next.get()).isEqualTo(82);
        for (int i = 0; i < result.length; i++) {
            int expected = lowRes.red().samples()[i / 60 / 2 * 30 + i % 60 / 2] & 0xFFFF;
            assertThat(result[i] & 0xFFFF).isBetween(expected - 1, expected + 1);
        }
        // Three columns and four rows of patches.
        assertThat(report.networkCalls()).isEqualTo(2 * 12);
        assertThat(report.networkPixels()).isEqualTo(2 * 12 * 32 * 32);
        assertThat(report.denseNetworkPixels()).isEqualTo(2 * 60 * 82);
        assertThat(told).hasSize(48).startsWith(148L).endsWith(4848L);
        assertThat(frames.pixelsInFlight()).isZero();
    }

    @Test
    void whateverFailsIsToldAndOthersGoOn() {
        // given, when
        JobHandle network = submit(
                lowRes(10, 10),
                1,
                step -> {
                    throw new IllegalStateException("a fault");
                },
                NOWHERE,
                ProgressListener.NONE);
        JobHandle memory = submit(
                lowRes(10, 10),
                1,
                step -> {
                    throw new DeviceMemoryException("full", new IllegalStateException());
                },
                NOWHERE,
                ProgressListener.NONE);
        RowSink broken = (y0, rows, planes) -> {
            throw new IOException("disk full");
        };
        JobHandle sink = submit(lowRes(10, 10), 1, step -> {}, broken, ProgressListener.NONE);
        ProgressListener rude = (done, total) -> {
            throw new IllegalStateException("not interested");
        };
        JobHandle sound = submit(lowRes(10, 10), 1, step -> {}, NOWHERE, rude);

        // then
        assertThat(failureOf(network).reason()).isEqualTo(Reason.NETWORK_FAILED);
        assertThat(failureOf(memory).reason()).isEqualTo(Reason.OUT_OF_DEVICE_MEMORY);
        assertThat(failureOf(sink).reason()).isEqualTo(Reason.SINK_FAILED);
        assertThat(failureOf(sink)).hasMessageContaining("disk full");
        assertThat(sound.done().join().networkCalls()).isEqualTo(1);
    }

    @Test
    void jobsOfAClosedDeviceFail() {
        // given
        device.close();

        // when
        JobHandle handle = submit(lowRes(10, 10), 1, step -> {}, NOWHERE, ProgressListener.NONE);

        // then
        assertThat(failureOf(handle).reason()).isEqualTo(Reason.CLOSED);
    }

    @Test
    void boundsThatWouldKeepImagesOutForEverAreRefused() {
        // given, when, then
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameSettings(100, 99));
    }

    private JobHandle submit(LowRes lowRes, int steps, IntConsumer script, RowSink rows, ProgressListener progress) {
        return frames.submit(new FrameSpec(lowRes, new ScriptedFrameModel(steps, script), 1, rows, progress));
    }

    private static JobFailedException failureOf(JobHandle handle) {
        try {
            handle.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof JobFailedException failure) {
                return failure;
            }
            throw e;
        }
        throw new AssertionError("The job did not fail.");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LowRes lowRes(int width, int height) {
        Plane plane = new Plane(width, height);
        for (int i = 0; i < width * height; i++) {
            plane.samples()[i] = (short) (i * 7919);
        }
        return LowRes.grey(plane);
    }
}
