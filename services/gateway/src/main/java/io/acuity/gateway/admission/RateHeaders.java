package io.acuity.gateway.admission;

import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;

/** What a caller reads of its rate: the fields {@code RateLimit} and {@code RateLimit-Policy} of the IETF's HTTPAPI working group. */
final class RateHeaders {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private RateHeaders() {}

    static void put(HttpServerResponse response, int perMinute, ConsumptionProbe probe) {
        response.putHeader("RateLimit-Policy", "\"jobs\";q=" + perMinute + ";w=60");
        response.putHeader(
                "RateLimit",
                "\"jobs\";r=" + probe.getRemainingTokens() + ";t=" + seconds(probe.getNanosToWaitForReset()));
    }

    /** Whole seconds, the begun one counted. */
    static long seconds(long nanos) {
        return Math.ceilDiv(nanos, SECOND);
    }
}
