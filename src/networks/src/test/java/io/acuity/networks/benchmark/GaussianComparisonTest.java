package io.acuity.networks.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.frame.FrameMask;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.networks.RandomTensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GaussianComparisonTest {
    @Test
    void everySystemIsComparedAtEqualSettings() {
        // given: the left half is refined in every step, the right one in the last alone
        GaussianComparison comparison = new GaussianComparison(3, 1, 1);
        LowRes lowRes = LowRes.grey(new Plane(6, 5));

        // when
        List<GaussianComparison.Row> rows = comparison.randomModels().stream()
                .map(bundle -> comparison.measure(
                        bundle,
                        Precision.FP32,
                        lowRes,
                        (width, height) ->
                                new FrameMask(width, height, (y, row) -> Arrays.fill(row, 0, width / 2, 1f), 0)))
                .toList();

        // then
        assertThat(rows.stream().map(GaussianComparison.Row::system))
                .containsExactly("sr3", "srdiff", "idm", "resshift");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.denseCalls()).isEqualTo(3);
            assertThat(row.maskedCalls()).isEqualTo(3);
            assertThat(row.refinedShare()).isEqualTo((3 + 1) / 6.0);
            assertThat(row.meanDifference()).isPositive().isLessThan(row.largestDifference());
            assertThat(row.maskedMillis()).isPositive();
        });
    }

    @Test
    void refiningEverywhereIsDenseSampling() {
        // given
        GaussianComparison comparison = new GaussianComparison(2, 1, 1);
        ModelBundle idm = comparison.randomModels().get(2);

        // when
        GaussianComparison.Row row = comparison.measure(
                idm,
                Precision.FP32,
                LowRes.grey(new Plane(4, 4)),
                (width, height) -> new FrameMask(width, height, (y, line) -> Arrays.fill(line, 1f), 1));

        // then
        assertThat(row.largestDifference()).isZero();
        assertThat(row.refinedShare()).isEqualTo(1);
    }

    @Test
    void lookingOnceGivesTheSameValues() {
        // when
        List<ConditioningBenchmark.Times> times =
                new ConditioningBenchmark(2, 1, 1).run(RandomTensors.image(3, 4, 5, 1), Precision.FP32);

        // then
        assertThat(times.stream().map(ConditioningBenchmark.Times::system)).containsExactly("srdiff", "idm");
        assertThat(times).allSatisfy(one -> {
            assertThat(one.looks()).isOne();
            assertThat(one.identical()).isTrue();
            assertThat(one.saved()).isLessThan(1);
        });
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianComparison(0, 1, 1))
                .withMessageContaining("at least 1");
    }
}
