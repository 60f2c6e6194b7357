package io.acuity.cli.house;

import io.acuity.assembler.AssemblerService;
import io.acuity.assembler.AssemblerSettings;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.management.Health;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.events.Operation;
import io.acuity.gateway.GatewayLimits;
import io.acuity.gateway.GatewayService;
import io.acuity.gateway.GatewaySettings;
import io.acuity.gateway.RequestObserver;
import io.acuity.gateway.upload.Offer;
import io.acuity.gateway.upload.OfferedModel;
import io.acuity.networks.MaskedModels;
import io.acuity.networks.Models;
import io.acuity.networks.WholeImageModels;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.trace.Traces;
import io.acuity.tracker.TrackerService;
import io.acuity.tracker.TrackerSettings;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.WorkerService;
import io.acuity.worker.WorkerSettings;
import io.acuity.worker.model.ModelLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, tracker, worker, gateway and, where clips are taken, assembler in one process: the same services that run apart on a cluster. Started side by
 * side, so that the first image does not wait for each in turn; closed in the reverse order.
 */
public final class House implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(House.class);
    private static final String SLOT = "local";
    private static final Executor STARTERS =
            task -> Thread.ofPlatform().name("acuity-start").daemon().start(task);

    private final HousePlan plan;
    private final UnaryOperator<ModelLoader> aroundLoader;
    private final RequestObserver observer;
    private final Traces traces;
    private final Deque<AutoCloseable> rooms = new ArrayDeque<>();
    private String bootstrap = "";
    private URI url = URI.create("http://127.0.0.1");

    private House(HousePlan plan, UnaryOperator<ModelLoader> aroundLoader, RequestObserver observer, Traces traces) {
        this.traces = traces;
        this.plan = plan;
        this.aroundLoader = aroundLoader;
        this.observer = observer;
    }

    /**
     * Starts everything; returns when the gateway answers.
     *
     * @throws io.acuity.cli.console.CommandException with the sentence of the first service that can't start
     */
    public static House start(HousePlan plan) {
        return start(plan, UnaryOperator.identity());
    }

    /**
     * The same with something around the worker's loader of bundles, for benchmarks that put faults into checkpoints. No part of
     * {@link HousePlan}, so that no option and no file can ask for it.
     *
     * @param aroundLoader from the loader of bundles to the one that is used
     * @throws io.acuity.cli.console.CommandException with the sentence of the first service that can't start
     */
    public static House start(HousePlan plan, UnaryOperator<ModelLoader> aroundLoader) {
        return start(new House(plan, aroundLoader, RequestObserver.NONE, Traces.OFF));
    }

    /**
     * The same with meters of its requests.
     *
     * @throws io.acuity.cli.console.CommandException with the sentence of the first service that can't start
     */
    public static House start(HousePlan plan, ServiceMeters meters) {
        return start(plan, meters, Traces.OFF);
    }

    /**
     * The same with somebody who follows its jobs.
     *
     * @throws io.acuity.cli.console.CommandException with the sentence of the first service that can't start
     */
    public static House start(HousePlan plan, ServiceMeters meters, Traces traces) {
        return start(new House(plan, UnaryOperator.identity(), meters.requests(), traces));
    }

    private static House start(House house) {
        try {
            house.open();
            return house;
        } catch (RuntimeException e) {
            house.close();
            throw ServiceFailures.of(e);
        }
    }

    /** Address of the gateway. */
    public URI url() {
        return url;
    }

    /** Address of the broker. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Registers the meters of all its services; what is wrong with the first of them that has something is its health. */
    public Health health(ServiceMeters meters) {
        List<Health> parts = new ArrayList<>();
        for (AutoCloseable room : rooms) {
            switch (room) {
                case GatewayService gateway -> parts.add(meters.add(gateway));
                case TrackerService tracker -> parts.add(meters.add(tracker));
                case WorkerService worker -> parts.add(meters.add(worker));
                case AssemblerService assembler -> parts.add(meters.add(assembler));
                default -> {
                    // The broker and the device show in the services that use them.
                }
            }
        }
        return Health.all(parts);
    }

    /** The store payloads lie in. */
    public URI blobStore() {
        return plan.dataDir().resolve("blobs").toUri();
    }

    private void open() {
        makeFolders();
        // The network's natives take as long to load as the broker takes to start; neither waits for the other.
        WorkerDevice device =
                keep(WorkerDevice.open(plan.models(), plan.precision(), SchedulerSettings.DEFAULT, aroundLoader));
        bootstrap = plan.bootstrap() == null
                ? keep(EmbeddedBroker.start(plan.dataDir().resolve("broker"), plan.brokerPort()))
                        .bootstrap()
                : plan.bootstrap();
        KafkaSettings kafka = KafkaSettings.of(bootstrap).withTraces(traces);
        TopicAdmin.ensure(kafka);
        CompletableFuture<TrackerService> tracker = begin(() -> TrackerService.start(trackerSettings(kafka)));
        CompletableFuture<WorkerService> worker = begin(() -> WorkerService.start(
                WorkerSettings.of(kafka, blobStore(), SLOT)
                        .withModels(plan.models(), plan.precision())
                        .withLane(plan.lane()),
                device));
        CompletableFuture<GatewayService> gateway = begin(() -> GatewayService.start(gatewaySettings(kafka), observer));
        List<CompletableFuture<? extends AutoCloseable>> all = new ArrayList<>(List.of(tracker, worker, gateway));
        if (plan.clips()) {
            all.add(begin(() -> AssemblerService.start(
                    AssemblerSettings.of(kafka, blobStore(), plan.dataDir().resolve("assembler"), SLOT))));
        }
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } finally {
            all.forEach(this::keepIfStarted);
        }
        url = URI.create((plan.tls() == null ? "http://" : "https://") + plan.host() + ":"
                + gateway.join().port());
        LOGGER.atInfo()
                .addKeyValue("bootstrap", bootstrap)
                .addKeyValue("url", url)
                .log("All services run");
    }

    private TrackerSettings trackerSettings(KafkaSettings kafka) {
        TrackerSettings settings =
                TrackerSettings.of(kafka, plan.dataDir().resolve("tracker")).withMetrics(plan.metrics());
        return plan.frames() ? settings : settings.withFrames(null);
    }

    private GatewaySettings gatewaySettings(KafkaSettings kafka) {
        List<OfferedModel> models = plan.models().stream()
                .map(model -> BundleCatalog.find(model).description())
                .map(model -> new OfferedModel(
                        model.name(),
                        model.scale(),
                        model.mostSteps(),
                        operations(model),
                        WholeImageModels.isContinuous(model)))
                .toList();
        Offer offer = new Offer(models, models.get(0).name());
        return new GatewaySettings(
                plan.host(),
                plan.httpPort(),
                kafka,
                blobStore(),
                offer,
                GatewayLimits.DEFAULT.withAdmission(plan.admission()),
                plan.webhooks(),
                plan.access(),
                plan.tls());
    }

    /** What workers do with a model; the first is its own way. */
    private static List<Operation> operations(ModelDescription model) {
        if (MaskedModels.SYSTEM.equals(model.system())) {
            return List.of(Operation.MASKED_DIFFUSION);
        }
        if (!WholeImageModels.takesMasks(model)) {
            return List.of(Operation.DIFFUSION);
        }
        return Models.SYSTEM.equals(model.system())
                ? List.of(Operation.RESIDUAL_SHIFT, Operation.MASKED_DIFFUSION)
                : List.of(Operation.DIFFUSION, Operation.MASKED_DIFFUSION);
    }

    private void makeFolders() {
        try {
            for (String folder : List.of("broker", "blobs", "tracker")) {
                Files.createDirectories(plan.dataDir().resolve(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data folder " + plan.dataDir() + " cannot be written; choose another with --data-dir.", e);
        }
    }

    private static <T> CompletableFuture<T> begin(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, STARTERS);
    }

    private <T extends AutoCloseable> T keep(T room) {
        rooms.push(room);
        return room;
    }

    private void keepIfStarted(CompletableFuture<? extends AutoCloseable> room) {
        if (room.isDone() && !room.isCompletedExceptionally()) {
            keep(room.join());
        }
    }

    /** Closes what was started; a service that fails to close does not keep the others open. */
    @Override
    public synchronized void close() {
        while (!rooms.isEmpty()) {
            AutoCloseable room = rooms.pop();
            try {
                room.close();
            } catch (Exception e) {
                LOGGER.atWarn()
                        .addKeyValue("service", room.getClass().getSimpleName())
                        .addKeyValue("error", e.toString())
                        .log("A service did not close");
            }
        }
    }

    /** A folder for the life of one command. */
    public static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("acuity-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made; set java.io.tmpdir or use --data-dir.", e);
        }
    }

    /** Removes a folder and what is in it, as far as possible. */
    public static void remove(Path folder) {
        try (var paths = Files.walk(folder)) {
            List<Path> deepestFirst =
                    paths.sorted(java.util.Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOGGER.atDebug().addKeyValue("error", e.toString()).log("A temporary folder stays");
        }
    }
}
