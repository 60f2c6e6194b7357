package io.acuity.streaming.metrics;

import io.acuity.events.Latencies;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Latencies that add up: HdrHistograms of two significant digits, so a quantile is right to within one percent. */
public final class LatencySums {

    private static final int SIGNIFICANT_DIGITS = 2;
    private static final long LONGEST = Duration.ofDays(7).toMillis();

    private LatencySums() {}

    /**
     * One latency.
     *
     * @param millis milliseconds; taken as 0 when negative, since two clocks may differ, and as a week when longer
     * @return latencies with a count of one
     */
    public static Latencies of(long millis) {
        Histogram histogram = empty();
        histogram.recordValue(Math.clamp(millis, 0, LONGEST));
        return record(histogram);
    }

    /**
     * The latencies of both, in any order the same.
     *
     * @param one latencies; null when there are none
     * @param other latencies; null when there are none
     * @return null when neither has any
     */
    public static @Nullable Latencies sum(@Nullable Latencies one, @Nullable Latencies other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Histogram sum = empty();
        sum.add(histogram(one));
        sum.add(histogram(other));
        return record(sum);
    }

    // All with the same range: then the same values are the same bytes, however they came together.
    private static Histogram empty() {
        return new Histogram(1, LONGEST, SIGNIFICANT_DIGITS);
    }

    private static Histogram histogram(Latencies latencies) {
        return Histogram.decodeFromByteBuffer(latencies.getHistogram().duplicate(), 0);
    }

    private static Latencies record(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        histogram.encodeIntoByteBuffer(bytes);
        return Latencies.newBuilder()
                .setCount(histogram.getTotalCount())
                .setP50(histogram.getValueAtPercentile(50))
                .setP90(histogram.getValueAtPercentile(90))
                .setP99(histogram.getValueAtPercentile(99))
                .setMax(histogram.getMaxValue())
                .setHistogram(ByteBuffer.wrap(Arrays.copyOf(bytes.array(), bytes.position())))
                .build();
    }
}
