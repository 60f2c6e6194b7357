package io.acuity.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.diffusion.scheduler.MaskedJobSpec.Coverage;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.FloatImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedJobTest {
    private static final int STEPS = 10;
    /** 1e-4 of the range [-1, 1], in 16-bit levels. */
    private static final int EXACT = 3;

    private static final SchedulerSettings SMALL = new SchedulerSettings(1 << 20, 1, 16, 3000, 600, 600, 4, 1 << 20);

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "0.3, 0, 2", "0.3, 0.2, 3", "0.3, 1, 4", "2, 0.1, 5"})
    void rectanglesGiveWhatFullFramesGive(double kappa, double lowerBound, long seed) {
        // given
        LowRes image = Results.image(61, 45, seed);
        ActivationSteps activation = blobs(61, 45, lowerBound);
        GatedNetwork sparseNetwork = new GatedNetwork();
        Results sparse = new Results(image);
        Results full = new Results(image);
        // when
        JobReport report = run(SMALL, spec(image, kappa, activation, Coverage.RECTANGLES, sparseNetwork, sparse));
        JobReport dense = run(
                SchedulerSettings.DEFAULT,
                spec(image, kappa, activation, Coverage.FULL_FRAME, new GatedNetwork(), full));
        // then
        assertThat(sparse.isComplete()).isTrue();
        assertThat(sparse.distance(full.planes())).isLessThanOrEqualTo(EXACT);
        assertThat(report.networkPixels()).isEqualTo(sparseNetwork.pixels() * 4);
        assertThat(report.denseNetworkPixels()).isEqualTo(61L * 45 * 4 * STEPS);
        assertThat(dense.networkPixels()).isEqualTo(dense.denseNetworkPixels());
        if (lowerBound < 0.5) {
            assertThat(report.networkPixels()).isLessThan(dense.networkPixels() * 9 / 10);
        }
        assertThat(report.encoderPixels()).isGreaterThanOrEqualTo(61L * 45 * 4);
    }

    @Test
    void sizesOfRectanglesAndBatchMatesChangeNothing() {
        // given
        LowRes image = Results.image(70, 50, 8);
        ActivationSteps activation = blobs(70, 50, 0.1);
        Results alone = new Results(image);
        run(SchedulerSettings.DEFAULT, spec(image, 0.3, activation, Coverage.RECTANGLES, new GatedNetwork(), alone));
        List<Results> together =
                IntStream.range(0, 3).mapToObj(i -> new Results(image)).toList();
        // when
        GatedNetwork shared = new GatedNetwork();
        try (TileScheduler scheduler = new TileScheduler(SMALL)) {
            List<CompletableFuture<JobReport>> all = together.stream()
                    .map(rows -> scheduler
                            .submit(spec(image, 0.3, activation, Coverage.RECTANGLES, shared, rows))
                            .done())
                    .toList();
            all.forEach(CompletableFuture::join);
        }
        // then
        together.forEach(rows -> assertThat(rows.distance(alone.planes())).isLessThanOrEqualTo(EXACT));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,1", "2,40"})
    void tinyImagesAreImages(int width, int height) {
        // given
        LowRes image = Results.image(width, height, 2);
        Results rows = new Results(image);
        // when
        run(
                SchedulerSettings.DEFAULT,
                spec(image, 0.3, blobs(width, height, 0), Coverage.RECTANGLES, new GatedNetwork(), rows));
        // then
        assertThat(rows.isComplete()).isTrue();
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        // given
        LowRes image = Results.image(20, 20, 2);
        // then
        assertThatThrownBy(() ->
                        spec(image, 0.3, blobs(20, 21, 0), Coverage.RECTANGLES, new GatedNetwork(), new Results(image)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("20×21");
    }

    private static JobReport run(SchedulerSettings settings, MaskedJobSpec spec) {
        try (TileScheduler scheduler = new TileScheduler(settings)) {
            return scheduler.submit(spec).done().join();
        }
    }

    private static MaskedJobSpec spec(
            LowRes image,
            double kappa,
            ActivationSteps activation,
            Coverage coverage,
            GatedNetwork network,
            RowSink rows) {
        MaskedShift process = new MaskedShift(ShiftSchedule.resShift(STEPS, 0.04, 0.99, 0.3, kappa));
        return new MaskedJobSpec(image, process, activation, coverage, 7, false, network, rows, ProgressListener.NONE);
    }

    /** A few hills of attention on a plain of none. */
    static ActivationSteps blobs(int width, int height, double lowerBound) {
        FloatImage attention = FloatImage.zeros(1, height, width);
        int[][] hills = {{12, 10, 6}, {40, 30, 9}, {55, 8, 3}};
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double value = 0;
                for (int[] hill : hills) {
                    double distance = Math.hypot(x - hill[0], y - hill[1]);
                    value = Math.max(value, Math.exp(-distance * distance / (2.0 * hill[2] * hill[2])));
                }
                attention.values()[y * width + x] = (float) value;
            }
        }
        return ActivationSteps.of(attention, lowerBound, STEPS);
    }
}
