package io.acuity.streaming.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.Latencies;
import io.acuity.events.MetricsWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsWindowsTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void quantilesAreThoseOfAllValuesToWithinOnePercent(long seed) {
        // given: latencies over five orders of magnitude
        var random = new Random(seed);
        long[] millis = random.doubles(1 + random.nextInt(2_000))
                .mapToLong(share -> (long) Math.pow(10, 5 * share))
                .toArray();

        // when
        Latencies sum = sum(millis);

        // then
        Arrays.sort(millis);
        assertThat(sum.getCount()).isEqualTo(millis.length);
        assertClose(sum.getP50(), exact(millis, 0.5));
        assertClose(sum.getP90(), exact(millis, 0.9));
        assertClose(sum.getP99(), exact(millis, 0.99));
        assertClose(sum.getMax(), millis[millis.length - 1]);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void windowsAddUpInAnyOrderAndGrouping(long seed) {
        // given
        var random = new Random(seed);
        MetricsWindow a = window(random);
        MetricsWindow b = window(random);
        MetricsWindow c = window(random);

        // when
        MetricsWindow left = MetricsWindows.sum(MetricsWindows.sum(a, b), c);
        MetricsWindow right = MetricsWindows.sum(c, MetricsWindows.sum(b, a));

        // then
        assertThat(left).isEqualTo(right);
        assertThat(left.getSucceeded()).isEqualTo(a.getSucceeded() + b.getSucceeded() + c.getSucceeded());
        assertThat(left.getLatency().getCount()).isEqualTo(3);
    }

    @Test
    void manyLatenciesStaySmall() {
        // given
        var random = new Random(3);
        long[] millis = LongStream.generate(() -> 50 + (long) Math.abs(random.nextGaussian() * 200))
                .limit(20_000)
                .toArray();

        // when
        Latencies sum = sum(millis);

        // then
        assertThat(sum.getHistogram().remaining()).isLessThan(2_000);
    }

    @Test
    void timesThatCannotBeAreTakenAsTheNearestThatCan() {
        assertThat(LatencySums.of(-5).getMax()).isZero();
        assertThat(LatencySums.of(Long.MAX_VALUE).getMax())
                .isGreaterThanOrEqualTo(Duration.ofDays(7).toMillis());
    }

    @Test
    void keysNameModelCheckpointAndStart() {
        // given
        MetricsWindow served = window(new Random(1));
        MetricsWindow unserved = MetricsWindow.newBuilder()
                .setStart(START)
                .setEnd(START.plus(MetricsWindows.LENGTH))
                .build();

        // then
        assertThat(MetricsWindows.key(served)).isEqualTo("m/m@0123456789ab/2026-11-21T08:00:00Z");
        assertThat(MetricsWindows.key(unserved)).isEqualTo("-/-/2026-11-21T08:00:00Z");
    }

    @Test
    void windowsBeginOnTheirOwnEdge() {
        assertThat(MetricsWindows.start(START, MetricsWindows.LENGTH)).isEqualTo(START);
        assertThat(MetricsWindows.start(START.plusMillis(59_999), MetricsWindows.LENGTH))
                .isEqualTo(START);
        assertThat(MetricsWindows.start(START.plusMillis(60_000), MetricsWindows.LENGTH))
                .isEqualTo(START.plusSeconds(60));
    }

    private static Latencies sum(long[] millis) {
        Latencies sum = LatencySums.of(millis[0]);
        for (int i = 1; i < millis.length; i++) {
            sum = Objects.requireNonNull(LatencySums.sum(sum, LatencySums.of(millis[i])));
        }
        return sum;
    }

    private static MetricsWindow window(Random random) {
        return MetricsWindow.newBuilder()
                .setModel("m")
                .setCheckpoint("m@0123456789ab")
                .setStart(START)
                .setEnd(START.plus(MetricsWindows.LENGTH))
                .setSucceeded(random.nextInt(9))
                .setFailed(random.nextInt(9))
                .setFailures(Map.of(random.nextBoolean() ? "INTERNAL" : "UNREADABLE_IMAGE", 1L))
                .setNetworkPixels(random.nextInt(1_000))
                .setDenseNetworkPixels(1_000)
                .setLatency(LatencySums.of(random.nextInt(100_000)))
                .setCompute(LatencySums.of(random.nextInt(100_000)))
                .build();
    }

    private static long exact(long[] sorted, double quantile) {
        return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
    }

    private static void assertClose(long value, long exact) {
        assertThat((double) value).isBetween(0.99 * exact, 1.01 * exact + 1);
    }
}
