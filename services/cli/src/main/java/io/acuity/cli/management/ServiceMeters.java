package io.acuity.cli.management;

import io.acuity.assembler.AssemblerService;
import io.acuity.events.FailureCode;
import io.acuity.events.Outcome;
import io.acuity.gateway.GatewayService;
import io.acuity.gateway.RequestObserver;
import io.acuity.gateway.admission.Connections;
import io.acuity.networks.device.LiveArrays;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.topics.Priority;
import io.acuity.tracker.TrackerFigures;
import io.acuity.tracker.TrackerService;
import io.acuity.worker.WorkerService;
import io.acuity.worker.job.JobTally;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
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

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** A registry with the meters of the Java machine. */
    public ServiceMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        // Where uploads and results pass through on their way to the store.
        new DiskSpaceMetrics(new File(System.getProperty("java.io.tmpdir"))).bindTo(registry);
        collections.bindTo(registry);
    }

    /** Where everything is registered. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Answered requests of a gateway, and refused ones. */
    public RequestObserver requests() {
        return new RequestMeters(registry);
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
        gauge(
                "acuity.gateway.uploads",
                "Uploads that are being received",
                () -> gateway.uploads().open());
        gauge(
                "acuity.gateway.upload.bytes",
                "How long these are together, as far as is known",
                () -> gateway.uploads().bytes());
        gauge(
                "acuity.gateway.connections",
                "HTTP connections that are open",
                () -> gateway.connections().open());
        FunctionCounter.builder("acuity.gateway.connections.refused", gateway.connections(), Connections::refused)
                .description("HTTP connections that were closed at once, because as many were open as may be")
                .register(registry);
        return new Health(() -> failure(gateway.ended()), gateway::obstacle);
    }

    /** Work in flight, lag, device and native arrays of a worker. */
    public Health add(WorkerService worker) {
        gauge("acuity.worker.jobs", "Jobs in work", () -> running(worker.state(), LaneState.Running::inFlight));
        gauge(
                "acuity.worker.partitions",
                "Partitions held",
                () -> running(worker.state(), LaneState.Running::partitions));
        for (Priority priority : Priority.values()) {
            String topic = priority.topic().name();
            Gauge.builder("acuity.worker.lag", () -> running(worker.state(), running -> running.lag(topic)))
                    .description("Requests in these partitions that were not fetched yet")
                    .tag("topic", topic)
                    .register(registry);
        }
        gauge("acuity.device.pixels", "LR pixels submitted to the device and not ended", worker::pixelsInFlight);
        gauge(
                "acuity.device.arrays",
                "Native arrays alive in this process",
                () -> LiveArrays.now().arrays());
        FunctionCounter.builder("acuity.device.busy", worker, service -> service.deviceBusyNanos() / NANOS)
                .description("Time the device was at work; its rate is the busy share")
                .baseUnit("seconds")
                .register(registry);
        endings(worker.tally());
        return new Health(
                Optional::empty, () -> obstacle("worker", worker.state()).or(worker::brokerTrouble));
    }

    /** Clips in work, what waits, and frames done of an assembler. */
    public Health add(AssemblerService assembler) {
        gauge("acuity.assembler.clips", "Clips in work", () -> running(assembler.state(), LaneState.Running::inFlight));
        gauge(
                "acuity.assembler.lag",
                "Clips in its partitions that were not fetched yet",
                () -> running(assembler.state(), LaneState.Running::lag));
        FunctionCounter.builder("acuity.assembler.frames", assembler, AssemblerService::frames)
                .description("Frames encoded")
                .register(registry);
        return new Health(Optional::empty, () -> obstacle("assembler", assembler.state()));
    }

    // All from the start, at zero: a rate needs a first value.
    private void endings(JobTally tally) {
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder("acuity.worker.ended", tally, counts -> counts.count(outcome))
                    .description("Jobs this worker ended")
                    .tag("outcome", outcome.name())
                    .register(registry);
        }
        for (FailureCode code : FailureCode.values()) {
            FunctionCounter.builder("acuity.worker.failures", tally, counts -> counts.count(code))
                    .description("Jobs that failed here, by what they failed of")
                    .tag("code", code.name())
                    .register(registry);
        }
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
                        ? tracker.brokerTrouble()
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

    private static Number running(LaneState state, Function<LaneState.Running, Number> figure) {
        return state instanceof LaneState.Running running ? figure.apply(running) : 0;
    }

    private static Optional<String> obstacle(String who, LaneState state) {
        return switch (state) {
            case LaneState.Running running -> Optional.empty();
            case LaneState.Starting starting -> Optional.of("The " + who + " has not joined its group yet.");
            case LaneState.Recovering recovering ->
                Optional.of("The " + who + " lost the broker and tries again: " + recovering.cause());
            case LaneState.Stopped stopped -> Optional.of("The " + who + " is stopped.");
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
