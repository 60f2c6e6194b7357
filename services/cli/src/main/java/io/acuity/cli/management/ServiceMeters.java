package io.acuity.cli.management;

import io.acuity.gateway.GatewayService;
import io.acuity.gateway.RequestObserver;
import io.acuity.networks.device.LiveArrays;
import io.acuity.streaming.lane.LaneState;
import io.acuity.tracker.TrackerFigures;
import io.acuity.tracker.TrackerService;
import io.acuity.worker.WorkerService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The meters of services, and what their health is. Services tell plain figures and know no metrics library; figures are read when
 * somebody looks. Tags have few values, never a job.
 */
public final class ServiceMeters implements AutoCloseable {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration FASTEST = Duration.ofMillis(1);
    private static final Duration SLOWEST = Duration.ofMinutes(1);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** A registry with the meters of the Java machine. */
    public ServiceMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Where everything is registered. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** {@code acuity.http.requests} by operation and status, with latency. */
    public RequestObserver requests() {
        MeterRegistry meters = registry;
        return (operation, status, took) -> Timer.builder("acuity.http.requests")
                .description("Answered requests; an event stream counts when it ends")
                .tag("operation", operation)
                .tag("status", Integer.toString(status))
                .publishPercentileHistogram()
                .minimumExpectedValue(FASTEST)
                .maximumExpectedValue(SLOWEST)
                .register(meters)
                .record(took);
    }

    /** Jobs in flight and queue depth, as this gateway knows them. */
    public Health add(GatewayService gateway) {
        gauge(
                "acuity.jobs.waiting",
                "Jobs accepted and not begun",
                () -> gateway.jobCounts().waiting());
        gauge(
                "acuity.jobs.running",
                "Jobs begun and not ended",
                () -> gateway.jobCounts().running());
        gauge(
                "acuity.jobs.known",
                "Jobs this gateway can answer for",
                () -> gateway.jobCounts().known());
        gauge(
                "acuity.gateway.blocking.queue",
                "Tasks that wait for a thread for files and the object store",
                gateway::blockingTasks);
        return new Health(() -> failure(gateway.ended()), gateway::obstacle);
    }

    /** Work in flight, lag, device and native arrays of a worker. */
    public Health add(WorkerService worker) {
        gauge("acuity.worker.jobs", "Jobs in work", () -> running(worker, LaneState.Running::inFlight));
        gauge("acuity.worker.partitions", "Partitions held", () -> running(worker, LaneState.Running::partitions));
        gauge(
                "acuity.worker.lag",
                "Requests in these partitions that were not fetched yet",
                () -> running(worker, LaneState.Running::lag));
        gauge("acuity.device.pixels", "LR pixels submitted to the device and not ended", worker::pixelsInFlight);
        gauge(
                "acuity.device.arrays",
                "Native arrays alive in this process",
                () -> LiveArrays.now().arrays());
        FunctionCounter.builder("acuity.device.busy", worker, service -> service.deviceBusyNanos() / NANOS)
                .description("Time the device was at work; its rate is the busy share")
                .baseUnit("seconds")
                .register(registry);
        return new Health(Optional::empty, () -> obstacle(worker.state()));
    }

    /** State, restore time and lag of a tracker's two applications. */
    public Health add(TrackerService tracker) {
        tracker("views", tracker::viewFigures);
        if (tracker.metricsFigures().isPresent()) {
            tracker("metrics", () -> tracker.metricsFigures().orElseThrow());
        }
        if (tracker.frameFigures().isPresent()) {
            tracker("frames", () -> tracker.frameFigures().orElseThrow());
        }
        return new Health(
                () -> failure(tracker.ended()),
                () -> tracker.viewFigures().running()
                        ? Optional.empty()
                        : Optional.of("The tracker restores its state or shares out work; ask again in a second."));
    }

    private void tracker(String application, Supplier<TrackerFigures> figures) {
        tracker(
                "acuity.tracker.running",
                "1 while it reads news",
                application,
                () -> figures.get().running() ? 1 : 0);
        tracker(
                "acuity.tracker.restore",
                "Seconds from its start until it first ran",
                application,
                () -> figures.get().restoreSeconds());
        tracker(
                "acuity.tracker.lag",
                "Records that were not fetched yet",
                application,
                () -> figures.get().lag());
        tracker(
                "acuity.tracker.threads.lost",
                "Stream threads that died",
                application,
                () -> figures.get().lostThreads());
    }

    private void tracker(String name, String help, String application, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(help)
                .tag("application", application)
                .register(registry);
    }

    private void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).register(registry);
    }

    private static Number running(WorkerService worker, Function<LaneState.Running, Number> figure) {
        return worker.state() instanceof LaneState.Running running ? figure.apply(running) : 0;
    }

    private static Optional<String> obstacle(LaneState state) {
        return switch (state) {
            case LaneState.Running running -> Optional.empty();
            case LaneState.Starting starting -> Optional.of("The worker has not joined its group yet.");
            case LaneState.Recovering recovering ->
                Optional.of("The worker lost the broker and tries again: " + recovering.cause());
            case LaneState.Stopped stopped -> Optional.of("The worker is stopped.");
        };
    }

    private static Optional<String> failure(CompletableFuture<Void> ended) {
        return ended.isCompletedExceptionally()
                ? Optional.of("It gave up: " + ended.exceptionNow().getMessage())
                : Optional.empty();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
