package io.acuity.gateway;

import io.acuity.events.JobView;
import io.acuity.gateway.access.Entrance;
import io.acuity.gateway.admission.Connections;
import io.acuity.gateway.admission.Door;
import io.acuity.gateway.admission.Uploads;
import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.gateway.blocking.OnDemand;
import io.acuity.gateway.dataset.RemoveSampleHandler;
import io.acuity.gateway.dataset.SampleHandler;
import io.acuity.gateway.download.PreviewHandler;
import io.acuity.gateway.download.ResultHandler;
import io.acuity.gateway.download.ResultPart;
import io.acuity.gateway.jobs.CancelHandler;
import io.acuity.gateway.jobs.EventsHandler;
import io.acuity.gateway.jobs.JobBoard;
import io.acuity.gateway.jobs.JobCounts;
import io.acuity.gateway.jobs.ListHandler;
import io.acuity.gateway.jobs.StatusHandler;
import io.acuity.gateway.metrics.MetricsHandler;
import io.acuity.gateway.rollout.RolloutCommands;
import io.acuity.gateway.rollout.RolloutQueries;
import io.acuity.gateway.upload.ModelsHandler;
import io.acuity.gateway.upload.SubmitHandler;
import io.acuity.gateway.upload.UploadContext;
import io.acuity.gateway.video.VideoOperations;
import io.acuity.gateway.webhook.AddressGuard;
import io.acuity.gateway.webhook.WebhookDesk;
import io.acuity.gateway.webhook.WebhookSettings;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.metrics.MetricsView;
import io.acuity.streaming.rollout.RolloutView;
import io.acuity.streaming.topics.Topic;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP in, topics out. Any number may run: each reads the view of all jobs and answers for any of them. The methods here may
 * be called from any thread.
 */
public final class GatewayService implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(GatewayService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    // Closed from last to first.
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final EventTail<JobView> jobs;
    private final Uploads uploads;
    private final GatewayVerticle verticle;
    private final Parts works;
    private final Readiness readiness;
    private @Nullable WebhookDesk webhookDesk;

    private GatewayService(GatewaySettings settings, RequestObserver observer) {
        try {
            TopicAdmin.ensure(settings.kafka());
            BlobStore store = opened(BlobStores.open(settings.blobStore()));
            EventPublisher publisher = opened(EventPublisher.open(settings.kafka()));
            var limits = settings.limits();
            BlockingWork work = opened(new BlockingWork(limits.blockingThreads(), limits.blockingQueue()));
            var board = new JobBoard(limits.board(), Clock.systemUTC());
            var admission = limits.admission();
            uploads = new Uploads(admission.uploads(), admission.uploadBytes());
            var door = new Door(admission, board, uploads);
            jobs = opened(EventTail.open(settings.kafka(), Topic.JOBS, new TailStart.Beginning(), board::tell));
            Vertx vertx = vertx();
            var rollouts = opened(new OnDemand<>("The rollouts", () -> RolloutView.open(settings.kafka()), work));
            var metrics = opened(new OnDemand<>("The metrics", () -> MetricsView.open(settings.kafka()), work));
            var videos = opened(videos(
                    settings,
                    new VideoOperations.Setup(settings.kafka(), store, publisher, work, door, limits.eventStreams()),
                    vertx));
            works = new Parts(board, door, publisher, work, store, rollouts, metrics, videos);
            readiness = new Readiness(work, settings.kafka(), jobs);
            verticle = new GatewayVerticle(settings, Contract.load(), operations(settings, vertx), observer);
            listen(vertx, settings);
            WebhookSettings webhooks = settings.webhooks();
            if (webhooks != null) {
                webhookDesk = opened(WebhookDesk.open(settings.kafka(), vertx, work, webhooks));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private record Parts(
            JobBoard board,
            Door door,
            EventPublisher publisher,
            BlockingWork work,
            BlobStore store,
            OnDemand<RolloutView> rollouts,
            OnDemand<MetricsView> metrics,
            VideoOperations videos) {}

    private VideoOperations videos(GatewaySettings settings, VideoOperations.Setup setup, Vertx vertx) {
        var limits = settings.limits();
        var context = new UploadContext(
                vertx,
                setup.work(),
                new Payloads(setup.store()),
                limits.maxClipBytes(),
                limits.uploadPatience(),
                uploads);
        return new VideoOperations(setup, context, settings.offer());
    }

    /**
     * Creates missing topics and starts to listen. Requests are answered at once; {@link #caughtUp()} tells when this
     * gateway knows all jobs.
     *
     * @param settings where to listen, cluster, store, models, limits
     * @return to be closed by the caller
     * @throws GatewayStartException when the port is taken or the address cannot be used
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers
     */
    public static GatewayService start(GatewaySettings settings) {
        return start(settings, RequestObserver.NONE);
    }

    /**
     * The same with somebody who hears of each request; see {@link #start(GatewaySettings)}.
     *
     * @param settings where to listen, cluster, store, models, limits
     * @param observer hears of requests, on the event loop
     * @return to be closed by the caller
     */
    public static GatewayService start(GatewaySettings settings, RequestObserver observer) {
        var service = new GatewayService(settings, observer);
        LOGGER.atInfo()
                .addKeyValue("host", settings.host())
                .addKeyValue("port", service.port())
                .log("Gateway listens");
        return service;
    }

    /**
     * Where it listens.
     *
     * @return the port, also when 0 was asked for
     */
    public int port() {
        return verticle.port();
    }

    /**
     * Why requests should go to another gateway for now. Blocks for half a second at most.
     *
     * @return one sentence; empty when they should not
     */
    public Optional<String> obstacle() {
        return readiness.obstacle();
    }

    /**
     * How the jobs it knows stand.
     *
     * @return a snapshot
     */
    public JobCounts jobCounts() {
        return works.board().counts();
    }

    /**
     * How many tasks wait for a thread for files and the object store.
     *
     * @return a snapshot
     */
    public int blockingTasks() {
        return works.work().waiting();
    }

    /**
     * The bodies it receives.
     *
     * @return live figures
     */
    public Uploads uploads() {
        return uploads;
    }

    /**
     * The connections it has.
     *
     * @return live figures
     */
    public Connections connections() {
        return verticle.connections();
    }

    /**
     * Whether it knows all jobs.
     *
     * @return completes when everything that was on {@code acuity.jobs} at the start has been read
     */
    public CompletableFuture<Void> caughtUp() {
        return jobs.caughtUp();
    }

    /**
     * For health checks.
     *
     * @return completes when it was closed; fails with the cause when it cannot follow the jobs any more
     */
    public CompletableFuture<Void> ended() {
        return jobs.ended();
    }

    /**
     * How the calling of webhooks goes.
     *
     * @return a snapshot; empty where the settings name no webhooks
     */
    public Optional<LaneState> webhooks() {
        return Optional.ofNullable(webhookDesk).map(WebhookDesk::state);
    }

    /** Stops listening, sends what waits, closes. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("A part of the gateway did not close");
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private Vertx vertx() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        parts.push(() ->
                vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        return vertx;
    }

    private Operations operations(GatewaySettings settings, Vertx vertx) {
        Parts with = works;
        Clock clock = Clock.systemUTC();
        var payloads = new Payloads(with.store());
        var context = new UploadContext(
                vertx,
                with.work(),
                payloads,
                settings.limits().maxUploadBytes(),
                settings.limits().uploadPatience(),
                uploads);
        var datasets = new DatasetPublisher(with.store(), with.publisher(), clock);
        return new Operations(
                new Entrance(vertx, settings.access(), clock),
                new SubmitHandler(context, with.door(), settings.offer(), guard(settings), with.publisher()),
                new ModelsHandler(settings.offer()),
                new ListHandler(with.board()),
                new StatusHandler(with.board()),
                new EventsHandler(with.board(), settings.limits().eventStreams()),
                new CancelHandler(with.board(), with.publisher(), clock),
                new ResultHandler(ResultPart.OUTPUT, with.board(), payloads, with.work()),
                new PreviewHandler(with.board(), payloads, with.work()),
                new ResultHandler(ResultPart.OVERLAY, with.board(), payloads, with.work()),
                new SampleHandler(context, datasets),
                new RemoveSampleHandler(datasets),
                new RolloutQueries(with.rollouts()),
                new RolloutCommands(with.rollouts(), with.publisher(), clock),
                new MetricsHandler(with.metrics(), with.work(), clock),
                with.videos(),
                readiness);
    }

    private static @Nullable AddressGuard guard(GatewaySettings settings) {
        WebhookSettings webhooks = settings.webhooks();
        return webhooks == null ? null : new AddressGuard(webhooks.allowedHosts());
    }

    private void listen(Vertx vertx, GatewaySettings settings) {
        try {
            vertx.deployVerticle(verticle)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            String where = settings.host() + ":" + settings.port();
            throw new GatewayStartException(
                    e.getCause() instanceof BindException
                            ? "The gateway cannot listen on " + where
                                    + " because the port is in use or the address is not this machine's; choose another port, or 0 for a free one."
                            : "The gateway cannot start on " + where + " (" + e.getCause() + "); its log says more.",
                    e);
        }
    }
}
