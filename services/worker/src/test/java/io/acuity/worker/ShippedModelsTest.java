package io.acuity.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.attention.AttentionMap;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.scheduler.MaskedJobSpec.Coverage;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.Masking;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.UpscaleOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised of results, with the weights that ship. */
class ShippedModelsTest {
    private static final int ONE_LEVEL = 257;
    private static final SchedulerSettings UNTILED =
            new SchedulerSettings(1 << 24, 1 << 20, 512, 1 << 20, 1 << 20, 1 << 20, 16, 1 << 28);
    private static final SchedulerSettings TILED =
            new SchedulerSettings(1 << 24, 1, 32, 1 << 14, 1500, 1500, 16, 1 << 28);

    @ParameterizedTest
    @ValueSource(strings = {BundleCatalog.DEFAULT_MODEL, BundleCatalog.MASKED_MODEL})
    void tilesBatchMatesAndRepetitionAreNotSeen(String name) {
        // given
        Picture picture = picture(75, 52);
        short[] untiled;
        try (WorkerDevice device = WorkerDevice.open(List.of(name), Precision.AUTO, UNTILED)) {
            untiled = start(device, name, picture, false).join();
        }
        try (WorkerDevice device = WorkerDevice.open(List.of(name), Precision.AUTO, TILED)) {
            // when
            short[] alone = start(device, name, picture, false).join();
            List<CompletableFuture<short[]>> together = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                together.add(start(device, name, picture, false));
                together.add(start(device, name, picture(64, 40 + i), false));
            }
            together.forEach(CompletableFuture::join);
            // then
            assertThat(distance(alone, untiled)).isLessThanOrEqualTo(ONE_LEVEL);
            for (int i = 0; i < together.size(); i += 2) {
                assertThat(distance(together.get(i).join(), untiled)).isLessThanOrEqualTo(ONE_LEVEL);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BundleCatalog.DEFAULT_MODEL, BundleCatalog.MASKED_MODEL})
    void deterministicJobsGiveIdenticalBytesWhateverRunsBeside(String name) {
        // given
        Picture picture = picture(75, 52);
        try (WorkerDevice device = WorkerDevice.open(List.of(name), Precision.AUTO, TILED)) {
            short[] alone = start(device, name, picture, true).join();
            // when
            List<CompletableFuture<short[]>> together = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                together.add(start(device, name, picture, true));
                together.add(start(device, name, picture(48, 30 + i), false));
            }
            together.forEach(CompletableFuture::join);
            // then
            assertThat(together.get(0).join()).isEqualTo(alone);
            assertThat(together.get(2).join()).isEqualTo(alone);
        }
    }

    /** 1e-4 of the range, in fp32: the network has no gates, so its rectangles need their halos. */
    @Test
    void theLocalModelUnderMasksGivesByRectanglesWhatItGivesByFullFrames() {
        // given
        Picture picture = picture(75, 52);
        String name = BundleCatalog.DEFAULT_MODEL;
        try (WorkerDevice device = WorkerDevice.open(List.of(name), Precision.FP32, UNTILED)) {
            ShiftModel plain = (ShiftModel) device.models().model(name);
            MaskedModel model = MaskedModel.of(inFourSteps(plain));
            Masking sparse = Objects.requireNonNull(masking(model, picture));
            Masking full = new Masking(sparse.attention(), sparse.lowerBound(), Coverage.FULL_FRAME);
            // when
            short[] rectangles = start(device, new UpscaleOrder(picture, model, 5, false, sparse))
                    .join();
            short[] frames = start(device, new UpscaleOrder(picture, model, 5, false, full))
                    .join();
            // then
            assertThat(distance(rectangles, frames)).isLessThanOrEqualTo(4);
        }
    }

    /** Its one step four times over: no picture worth looking at, but one that depends on halos at every step. */
    private static ShiftModel inFourSteps(ShiftModel model) {
        ShiftProcess process = ShiftProcess.of(
                ShiftSchedule.of(new double[] {0.25, 0.5, 0.75, 0.98}, 0),
                model.process().target());
        return new ShiftModel(
                model.name(),
                model.checkpoint(),
                model.sha256(),
                model.scale(),
                new FirstStepDenoiser(model.denoiser()),
                process);
    }

    /** Knows one step alone. */
    private record FirstStepDenoiser(Denoiser denoiser) implements Denoiser {
        @Override
        public int channels() {
            return denoiser.channels();
        }

        @Override
        public int radius() {
            return denoiser.radius();
        }

        @Override
        public void predict(TileBatch batch, FloatBuffer prediction) {
            int[] first = new int[batch.size()];
            denoiser.predict(
                    new TileBatch(batch.size(), batch.height(), batch.width(), batch.state(), batch.lowRes(), first),
                    prediction);
        }

        @Override
        public void close() {}
    }

    private static CompletableFuture<short[]> start(
            WorkerDevice device, String name, Picture picture, boolean deterministic) {
        UpscaleModel model = device.models().model(name);
        return start(device, new UpscaleOrder(picture, model, 5, deterministic, masking(model, picture)));
    }

    private static CompletableFuture<short[]> start(WorkerDevice device, UpscaleOrder order) {
        short[] result = new short
                [order.resultLayout().rowSamples() * order.resultLayout().height()];
        int[] filled = new int[1];
        return device.upscaler()
                .start(
                        order,
                        (samples, rows) -> {
                            int count = rows * order.resultLayout().rowSamples();
                            System.arraycopy(samples, 0, result, filled[0], count);
                            filled[0] += count;
                        },
                        ProgressListener.NONE)
                .done()
                .thenApply(report -> result);
    }

    /** Attention in two hills. */
    private static @Nullable Masking masking(UpscaleModel model, Picture picture) {
        if (!(model instanceof MaskedModel)) {
            return null;
        }
        FloatImage map = FloatImage.zeros(1, picture.height() * 4, picture.width() * 4);
        for (int i = 0; i < map.values().length; i++) {
            int x = i % map.width();
            int y = i / map.width();
            double first = Math.hypot(x - 60, y - 50) / 50;
            double second = Math.hypot(x - 220, y - 130) / 40;
            map.values()[i] = (float) Math.exp(-Math.pow(Math.min(first, second), 2));
        }
        return new Masking(AttentionMap.of(map), 0.1, Coverage.RECTANGLES);
    }

    private static int distance(short[] a, short[] b) {
        assertThat(a).hasSameSizeAs(b);
        int distance = 0;
        for (int i = 0; i < a.length; i++) {
            distance = Math.max(distance, Math.abs((a[i] & 0xFFFF) - (b[i] & 0xFFFF)));
        }
        return distance;
    }

    /** Stripes, a disc and a slope: edges and flat areas. */
    private static Picture picture(int width, int height) {
        List<Plane> planes = new ArrayList<>();
        for (int colour = 0; colour < 3; colour++) {
            Plane plane = new Plane(width, height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int value = 40 + 60 * colour + x;
                    value = (x + y * (1 + colour)) % 9 < 3 ? value / 2 : value;
                    value = Math.hypot(x - width / 2.0, y - height / 2.0) < 12 ? 250 - 50 * colour : value;
                    plane.samples()[y * width + x] = (short) (Math.min(255, value) * 257);
                }
            }
            planes.add(plane);
        }
        return new Picture(planes, null, 8);
    }
}
