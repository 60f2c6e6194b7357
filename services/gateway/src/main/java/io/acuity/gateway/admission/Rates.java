package io.acuity.gateway.admission;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast each caller submits: a token bucket for each, kept for the callers that were here last. Owned by the event loop.
 */
final class Rates {

    /** Names may come from tokens, of which there is no end; a caller that was forgotten begins with a full bucket. */
    static final int MOST_CALLERS = 10_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75F, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CALLERS;
        }
    };

    Rates(TimeMeter time) {
        this.time = time;
    }

    /** Takes a token of the caller's bucket, if there is one. */
    ConsumptionProbe take(String caller, int perMinute) {
        return buckets.computeIfAbsent(caller, name -> bucket(perMinute)).tryConsumeAndReturnRemaining(1);
    }

    private Bucket bucket(int perMinute) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .withCustomTimePrecision(time)
                .build();
    }
}
