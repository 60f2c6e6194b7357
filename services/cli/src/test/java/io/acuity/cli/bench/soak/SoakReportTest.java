package io.acuity.cli.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakReportTest {
    private static final int APART = 50;

    @Test
    void growthIsToldForEachHalfByItself() {
        // when: it grows by 1 MiB for each sample at first, then not at all
        SoakReport report = SoakReport.of(0, samples(jobs -> Math.min(jobs / (double) APART, 10)));

        // then
        SoakReport.Growth growth = Objects.requireNonNull(report.growth().get("worker"));
        assertThat(growth.firstHalf()).isCloseTo(20, within(1e-9));
        assertThat(growth.secondHalf()).isCloseTo(0, within(1e-9));
        assertThat(report.jobs()).isEqualTo(20 * APART);
        assertThat(report.arraysConstant()).isTrue();
    }

    @Test
    void oneMoreArrayIsALeak() {
        // given
        List<SoakSample> samples = samples(jobs -> 100);
        SoakSample last = samples.getLast();

        // when
        SoakReport report = SoakReport.of(
                0,
                List.of(
                        samples.getFirst(),
                        samples.get(1),
                        samples.get(2),
                        new SoakSample(last.jobs(), last.seconds(), last.arrays() + 1, last.residentMib())));

        // then
        assertThat(report.arraysConstant()).isFalse();
    }

    private static List<SoakSample> samples(IntToDoubleFunction mib) {
        return IntStream.rangeClosed(1, 20)
                .mapToObj(number -> number * APART)
                .map(jobs -> new SoakSample(jobs, jobs, 28, Map.of("worker", mib.applyAsDouble(jobs))))
                .toList();
    }
}
