package io.acuity.cli.management;

import io.acuity.gateway.RequestObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** {@code acuity.http.requests} by operation and status, with latency, and {@code acuity.http.refused} by the problem's code. */
final class RequestMeters implements RequestObserver {

    private static final Duration FASTEST = Duration.ofMillis(1);
    private static final Duration SLOWEST = Duration.ofMinutes(1);
    /** From the start, at zero: a rate needs a first value. */
    private static final List<String> OVERLOAD = List.of("QUEUE_FULL", "BUSY", "RATE_EXCEEDED", "TOO_MANY_UNDER_WAY");

    private final MeterRegistry meters;

    RequestMeters(MeterRegistry meters) {
        this.meters = meters;
        OVERLOAD.forEach(this::refusals);
    }

    @Override
    public void answered(String operation, int status, Duration took) {
        Timer.builder("acuity.http.requests")
                .description("Answered requests; an event stream counts when it ends")
                .tag("operation", operation)
                .tag("status", Integer.toString(status))
                .publishPercentileHistogram()
                .minimumExpectedValue(FASTEST)
                .maximumExpectedValue(SLOWEST)
                .register(meters)
                .record(took);
    }

    @Override
    public void refused(String code) {
        refusals(code).increment();
    }

    private Counter refusals(String code) {
        return Counter.builder("acuity.http.refused")
                .description("Refused requests, by the code of their problem")
                .tag("code", code)
                .register(meters);
    }
}
