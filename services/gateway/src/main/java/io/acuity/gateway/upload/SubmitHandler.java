package io.acuity.gateway.upload;

import io.acuity.events.JobView;
import io.acuity.events.UpscaleRequest;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.admission.Door;
import io.acuity.gateway.jobs.JobBoard;
import io.acuity.gateway.jobs.JobJson;
import io.acuity.gateway.jobs.JobWait;
import io.acuity.gateway.jobs.StatusHandler;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.trace.HttpTrace;
import io.acuity.gateway.webhook.AddressGuard;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/upscales}. The payload is stored before the request is published, and 202 is sent after the broker
 * acknowledged it: whoever reads 202 has a job. A caller that prefers to wait gets 200 when the job has ended by then.
 */
public final class SubmitHandler implements Handler<RoutingContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(SubmitHandler.class);
    private static final int LONGEST_KEY = 255;

    private final UploadContext uploads;
    private final Door door;
    private final UploadReader reader;
    private final JobBoard board;
    private final EventPublisher publisher;
    private final Clock clock;
    private final JobWait wait;
    private final Publications<JobView> publications = new Publications<>();

    /**
     * The operation.
     *
     * @param context where uploads go
     * @param door lets submissions in
     * @param offer what may be asked for
     * @param guard of the addresses of webhooks; null where none are called
     * @param publisher takes the requests
     */
    public SubmitHandler(
            UploadContext context, Door door, Offer offer, @Nullable AddressGuard guard, EventPublisher publisher) {
        JobBoard board = door.board();
        this.uploads = context;
        this.door = door;
        this.reader = new UploadReader(context, new OptionsReader(offer, new WebhookOptions(guard), board.clock()));
        this.board = board;
        this.publisher = publisher;
        this.clock = board.clock();
        this.wait = new JobWait(board);
    }

    @Override
    public void handle(RoutingContext http) {
        HttpServerRequest request = http.request();
        door.image(http, () -> reader.read(request).compose(upload -> submit(upload, http)))
                .compose(view -> wait.until(http, view))
                .onSuccess(view -> answer(http, view))
                .onFailure(http::fail);
    }

    private Future<JobView> submit(Upload upload, RoutingContext http) {
        Caller caller = Caller.of(http);
        String key = http.request().getHeader("Idempotency-Key");
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            return Future.failedFuture(new RefusedException(
                    new Refusal.InvalidRequest("The header Idempotency-Key must have 1 to 255 characters.")));
        }
        String jobId = key == null ? JobIds.random() : JobIds.ofRequest(http, key);
        String fingerprint = JobIds.fingerprint(upload);
        if (board.find(jobId).isEmpty()) {
            door.requireQueue(upload.options().priority());
        }
        Optional<JobView> known = board.admit(jobId, fingerprint, caller);
        if (known.isPresent()) {
            return again(known.get(), fingerprint);
        }
        Topic<UpscaleRequest> topic = upload.options().priority().topic();
        return publications.begin(
                jobId,
                () -> publish(
                        http,
                        topic,
                        request(jobId, upload, fingerprint, key)
                                .setOwner(caller.owner())
                                .build()));
    }

    private Future<JobView> again(JobView known, String fingerprint) {
        boolean same = known.getFingerprint() == null || known.getFingerprint().equals(fingerprint);
        return same
                ? publications.of(known.getJobId()).orElseGet(() -> Future.succeededFuture(known))
                : Future.failedFuture(new RefusedException(new Refusal.KeyReused(known.getJobId())));
    }

    private UpscaleRequest.Builder request(String jobId, Upload upload, String fingerprint, @Nullable String key) {
        return UpscaleRequest.newBuilder()
                .setJobId(jobId)
                .setOperation(upload.options().operation())
                .setInput(upload.payload().payload())
                .setRecipe(upload.recipe())
                .setSubmittedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setDeadline(upload.options().deadline())
                .setIdempotencyKey(key)
                .setFingerprint(fingerprint)
                .setWebhook(upload.options().webhook())
                .setPreviews(upload.options().previews());
    }

    private Future<JobView> publish(RoutingContext http, Topic<UpscaleRequest> topic, UpscaleRequest request) {
        String jobId = request.getJobId();
        Context context = HttpTrace.of(http);
        return Future.fromCompletionStage(
                        publisher.within(context).publish(topic, jobId, request),
                        uploads.vertx().getOrCreateContext())
                .onFailure(cause -> board.withdraw(jobId))
                .map(stored -> {
                    Traces.note(LOGGER.atInfo(), context)
                            .addKeyValue("jobId", jobId)
                            .log("Job accepted");
                    return board.find(jobId).orElseThrow();
                });
    }

    private void answer(RoutingContext http, JobView view) {
        http.response().putHeader(HttpHeaders.LOCATION, JobJson.location(view.getJobId()));
        StatusHandler.answer(http, wait.isOver(http, view) ? 200 : 202, board, view);
    }
}
