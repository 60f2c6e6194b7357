package io.acuity.diffusion.scheduler;

import static io.acuity.diffusion.scheduler.TileSchedulerTest.TILED;
import static io.acuity.diffusion.scheduler.TileSchedulerTest.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.diffusion.noise.PixelNoise;
import io.acuity.diffusion.preview.Preview;
import io.acuity.diffusion.scheduler.MaskedJobSpec.Coverage;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSampler;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.diffusion.tiles.Rect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What those see who look on while a job runs. */
@Timeout(60)
class JobPreviewTest {
    /** Rounded once on the way here and once there. */
    private static final int ROUNDING = 4;

    private final Viewer viewer = new Viewer();

    @Test
    void ofAOneStepJobFinishedTilesAreSeenOverTheEnlargedImage() {
        // given
        LowRes lowRes = Results.image(61, 45, 1);
        ShiftProcess process = process(1, 0, Target.CLEAN);
        Results results = new Results(lowRes);

        // when
        run(TILED, new JobSpec(lowRes, process, 7, false, new LocalNetwork(), Tiling.SMALL, results, viewer));

        // then
        short[][] enlarged = Results.planes(lowRes, Results.upsampled(lowRes));
        long before = 0;
        assertThat(viewer.shown()).hasSizeGreaterThan(1);
        for (Preview preview : viewer.shown()) {
            assertThat(List.of(preview.width(), preview.height())).containsExactly(122, 90);
            assertThat(preview.stage().step()).isEqualTo(1);
            assertThat(preview.stage().tilesTotal()).isEqualTo(12);
            long finished = 0;
            for (int i = 0; i < 122 * 90; i++) {
                boolean isFinal = isNear(preview.planes(), results.planes(), i);
                assertThat(isFinal || isNear(preview.planes(), enlarged, i)).isTrue();
                finished += isFinal ? 1 : 0;
            }
            assertThat(finished).isGreaterThanOrEqualTo(before);
            before = finished;
        }
        assertThat(before).isBetween(122 * 90 / 2L, 122 * 90L - 1);
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void ofALongerJobTheEstimateOfTheImageIsSeenAndNotItsNoise(Target target) {
        // given
        LowRes lowRes = Results.image(20, 14, 2);
        ShiftProcess process = process(4, 2, target);
        float[] upsampled = Results.upsampled(lowRes);
        Rect whole = new Rect(0, 0, 20, 14);
        PixelNoise noise = new PixelNoise(7, LocalNetwork.FACTOR);
        List<short[][]> estimates = new ArrayList<>();
        new ShiftSampler(process)
                .sample(
                        upsampled,
                        (state, index) -> {
                            float[] prediction = Results.predictWhole(lowRes, state, index);
                            float[] estimate = prediction.clone();
                            for (int i = 0; target == Target.RESIDUAL && i < estimate.length; i++) {
                                estimate[i] += Math.clamp(upsampled[i], -1f, 1f);
                            }
                            estimates.add(Results.planes(lowRes, estimate));
                            return prediction;
                        },
                        draw -> Results.drawWhole(noise, whole, draw));

        // when
        run(
                SchedulerSettings.DEFAULT,
                new JobSpec(lowRes, process, 7, false, new LocalNetwork(), Tiling.SMALL, new Results(lowRes), viewer));

        // then: all steps but the last, which is the result
        assertThat(viewer.shown()).extracting(shown -> shown.stage().step()).containsExactly(1, 2, 3);
        for (int step = 0; step < 3; step++) {
            Preview shown = viewer.shown().get(step);
            for (int i = 0; i < 40 * 28; i++) {
                assertThat(isNear(shown.planes(), estimates.get(step), i)).isTrue();
            }
        }
    }

    @Test
    void underAMaskWhatWaitsIsSeenEnlarged() {
        // given
        int steps = 8;
        LowRes lowRes = Results.image(64, 48, 3);
        ActivationSteps activation = MaskedJobTest.blobs(64, 48, 0);
        MaskedShift process = new MaskedShift(ShiftSchedule.resShift(activation.steps(), 0.04, 0.99, 0.3, 0.5));
        assertThat(activation.steps()).isGreaterThanOrEqualTo(steps);
        Results results = new Results(lowRes);

        // when
        try (TileScheduler scheduler = new TileScheduler(TILED)) {
            scheduler
                    .submit(new MaskedJobSpec(
                            lowRes,
                            process,
                            activation,
                            Coverage.RECTANGLES,
                            7,
                            false,
                            new GatedNetwork(),
                            results,
                            viewer))
                    .done()
                    .join();
        }

        // then
        short[][] enlarged = Results.planes(lowRes, Results.upsampled(lowRes));
        Preview last = viewer.shown().get(viewer.shown().size() - 1);
        assertThat(last.stage().step()).isEqualTo(activation.steps() - 1);
        int refined = 0;
        for (int i = 0; i < 128 * 96; i++) {
            boolean waits = activation.at(i / 128 / 2, i % 128 / 2) == 1;
            boolean same = isNear(last.planes(), enlarged, i);
            assertThat(waits && !same).isFalse();
            refined += same ? 0 : 1;
        }
        assertThat(refined).isPositive();
    }

    @Test
    void lookingOnChangesNothing() {
        // given
        LowRes lowRes = Results.image(61, 45, 4);
        Results seen = new Results(lowRes);
        Results unseen = new Results(lowRes);
        ShiftProcess process = process(4, 2, Target.RESIDUAL);

        // when
        run(TILED, new JobSpec(lowRes, process, 7, true, new LocalNetwork(), Tiling.SMALL, seen, viewer));
        run(
                TILED,
                new JobSpec(lowRes, process, 7, true, new LocalNetwork(), Tiling.SMALL, unseen, ProgressListener.NONE));

        // then
        assertThat(seen.distance(unseen.planes())).isZero();
        assertThat(viewer.shown()).isNotEmpty();
    }

    private static void run(SchedulerSettings settings, JobSpec spec) {
        try (TileScheduler scheduler = new TileScheduler(settings)) {
            scheduler.submit(spec).done().join();
        }
    }

    private static boolean isNear(short[][] a, short[][] b, int i) {
        for (int colour = 0; colour < 3; colour++) {
            if (Math.abs((a[colour][i] & 0xFFFF) - (b[colour][i] & 0xFFFF)) > ROUNDING) {
                return false;
            }
        }
        return true;
    }
}
