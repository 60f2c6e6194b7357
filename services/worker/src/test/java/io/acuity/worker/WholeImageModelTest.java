package io.acuity.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.diffusion.scheduler.JobFailedException;
import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.worker.upscale.PictureRows;
import io.acuity.worker.upscale.Upscale;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.UpscaleOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeImageModelTest {
    @TempDir
    private static Path folder;

    private static WorkerDevice device;
    private static UpscaleModel model;

    @BeforeAll
    static void openDevice() throws IOException {
        WholeImageBundle.write(folder);
        device = WorkerDevice.open(List.of(folder.toString()), Precision.FP32, SchedulerSettings.DEFAULT);
        model = device.models().model("random-resshift");
    }

    @AfterAll
    static void closeDevice() {
        device.close();
    }

    @Test
    void aPictureIsUpscaledTheSameWayFromTheSameSeed() {
        // given
        Picture picture = picture(null);
        List<String> told = new ArrayList<>();

        // when
        short[] first = upscale(picture, model, 1, (done, total) -> told.add(done + "/" + total));
        short[] again = upscale(picture, model, 1, ProgressListener.NONE);
        short[] other = upscale(picture, model, 2, ProgressListener.NONE);

        // then
        assertThat(first).hasSize(4 * 13 * 4 * 9 * 3);
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(told).containsExactly("1/5", "2/5", "3/5", "4/5", "5/5");
        assertThat(device.pixelsInFlight()).isZero();
    }

    @Test
    void alphaIsRefinedByItselfAndItsCostCounted() {
        // given
        Picture picture = picture(plane(7));

        // when
        JobReport report = start(picture, model, (samples, rows) -> {}).done().join();

        // then: two chains of three steps, padded to 16 × 16
        assertThat(report.networkCalls()).isEqualTo(6);
        assertThat(report.networkPixels()).isEqualTo(6 * 16 * 16 * 16);
        assertThat(report.encoderPixels()).isEqualTo(2 * 2 * 16 * 16 * 16);
    }

    @Test
    void shorterChainsRunAndLongerOnesAreRefused() {
        // given, when
        JobReport report = start(picture(null), model.withSteps(1), (samples, rows) -> {})
                .done()
                .join();

        // then
        assertThat(report.networkCalls()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.withSteps(4))
                .withMessageContaining("1 to 3");
    }

    @Test
    void cancellingEndsThePictureBetweenTwoSteps() {
        // given: a listener that waits to be told which picture to cancel, and cancels it after encoding
        CompletableFuture<Upscale> started = new CompletableFuture<>();
        List<Long> told = new CopyOnWriteArrayList<>();
        ProgressListener cancelling = (done, total) -> {
            told.add(done);
            started.join().cancel();
        };
        PictureRows nowhere = (samples, rows) -> {};

        // when
        UpscaleOrder order = new UpscaleOrder(picture(null), model, 1, false);
        Upscale upscale = device.upscaler().start(order, nowhere, cancelling);
        started.complete(upscale);

        // then
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> upscale.done().join())
                .withCauseInstanceOf(CancellationException.class);
        assertThat(told).containsExactly(1L);
    }

    @Test
    void picturesTooLargeToBeSeenAsAWholeAreRefused() {
        // given
        Plane wide = new Plane(40_000, 10);
        Picture picture = new Picture(List.of(wide), null, 8);

        // when, then
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() ->
                        start(picture, model, (samples, rows) -> {}).done().join())
                .havingCause()
                .isInstanceOfSatisfying(
                        JobFailedException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(JobFailedException.Reason.IMAGE_TOO_LARGE))
                .withMessageContaining("40000×10");
    }

    private static Upscale start(Picture picture, UpscaleModel model, PictureRows rows) {
        return device.upscaler().start(new UpscaleOrder(picture, model, 1, false), rows, ProgressListener.NONE);
    }

    private static short[] upscale(Picture picture, UpscaleModel model, long seed, ProgressListener progress) {
        UpscaleOrder order = new UpscaleOrder(picture, model, seed, false);
        short[] result = new short
                [order.resultLayout().rowSamples() * order.resultLayout().height()];
        int[] filled = new int[1];
        PictureRows keep = (samples, rows) -> {
            int count = rows * order.resultLayout().rowSamples();
            System.arraycopy(samples, 0, result, filled[0], count);
            filled[0] += count;
        };
        device.upscaler().start(order, keep, progress).done().join();
        assertThat(filled[0]).isEqualTo(result.length);
        return result;
    }

    private static Picture picture(@Nullable Plane alpha) {
        return new Picture(
                IntStream.range(0, 3).mapToObj(WholeImageModelTest::plane).toList(), alpha, 8);
    }

    private static Plane plane(long seed) {
        Random random = new Random(seed);
        Plane plane = new Plane(13, 9);
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (short) (random.nextInt(256) * 257);
        }
        return plane;
    }
}
