package io.acuity.gateway.video;

import io.acuity.events.BlobReference;
import io.acuity.events.InlinePayload;
import io.acuity.events.VideoRequest;
import io.acuity.events.VideoView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.admission.Door;
import io.acuity.gateway.blocking.OnDemand;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.problem.UnreadBody;
import io.acuity.gateway.trace.HttpTrace;
import io.acuity.gateway.upload.BodyKind;
import io.acuity.gateway.upload.BodyReader;
import io.acuity.gateway.upload.JobIds;
import io.acuity.gateway.upload.Offer;
import io.acuity.gateway.upload.Publications;
import io.acuity.gateway.upload.ReceivedBody;
import io.acuity.gateway.upload.UploadContext;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/videos}. The clip is in the store before the request is published, and 202 is sent after the broker acknowledged it:
 * whoever reads 202 has a job.
 */
final class VideoSubmitHandler implements Handler<RoutingContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(VideoSubmitHandler.class);
    private static final int LONGEST_KEY = 255;
    private static final String NO_SECOND_PART = "";

    private final UploadContext context;
    private final BodyReader<VideoOptions> reader;
    private final OnDemand<VideoBoard> board;
    private final BlobStore store;
    private final EventPublisher publisher;
    private final Door door;
    private final Clock clock = Clock.systemUTC();
    private final Publications<VideoView> publications = new Publications<>();

    VideoSubmitHandler(UploadContext context, Offer offer, OnDemand<VideoBoard> board, VideoOperations.Setup setup) {
        this.context = context;
        this.reader =
                new BodyReader<>(context, BodyKind.CLIP, NO_SECOND_PART, given -> VideoOptions.read(given, offer));
        this.board = board;
        this.store = setup.store();
        this.publisher = setup.publisher();
        this.door = setup.door();
    }

    @Override
    public void handle(RoutingContext http) {
        HttpServerRequest request = http.request();
        request.pause();
        board.view(http.vertx())
                .onFailure(cause -> UnreadBody.refuse(http.vertx(), request))
                .compose(views -> door.clip(
                        http, views.unfinished(), () -> read(request).compose(body -> submit(http, views, body))))
                .onSuccess(view -> {
                    http.response().putHeader(HttpHeaders.LOCATION, VideoJson.location(view.getVideoId()));
                    VideoQueries.answer(http, 202, view);
                })
                .onFailure(http::fail);
    }

    private Future<ReceivedBody<VideoOptions>> read(HttpServerRequest request) {
        Future<ReceivedBody<VideoOptions>> body = reader.read(request);
        request.resume();
        return body;
    }

    private Future<VideoView> submit(RoutingContext http, VideoBoard views, ReceivedBody<VideoOptions> body) {
        String key = http.request().getHeader("Idempotency-Key");
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            return Future.failedFuture(new RefusedException(
                    new Refusal.InvalidRequest("The header Idempotency-Key must have 1 to 255 characters.")));
        }
        // Apart from the ids of jobs under the same key, since a cancellation names nothing else.
        String id = key == null ? JobIds.random() : JobIds.ofRequest(http, "video " + key);
        Caller caller = Caller.of(http);
        return context.work()
                .run(context.vertx(), () -> clip(body.image().payload()))
                .compose(clip -> publish(
                        http,
                        views,
                        request(id, clip, body).setOwner(caller.owner()).build()));
    }

    /** A small upload is still in memory; clips are always in the store. */
    private BlobReference clip(Object payload) {
        if (payload instanceof BlobReference reference) {
            return reference;
        }
        InlinePayload inline = (InlinePayload) payload;
        ByteBuffer data = inline.getData().duplicate();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return store.put(bytes, inline.getMediaType());
    }

    private VideoRequest.Builder request(String id, BlobReference clip, ReceivedBody<VideoOptions> body) {
        VideoOptions options = body.options().named(body.fileName());
        return VideoRequest.newBuilder()
                .setVideoId(id)
                .setClip(clip)
                .setFileName(options.fileName())
                .setRecipe(options.recipe())
                .setChanges(options.changes())
                .setEncoding(options.encoding())
                .setFrameLimit(options.frameLimit())
                .setContactSheet(options.contactSheet())
                .setSideBySide(options.sideBySide())
                .setRepeatMissing(options.repeatMissing())
                .setSubmittedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setFingerprint(fingerprint(clip, options));
    }

    /** What clip and options come to; the name is for people alone. */
    private static String fingerprint(BlobReference clip, VideoOptions options) {
        return JobIds.fingerprint(
                clip.getSha256(),
                options.recipe().toString(),
                options.changes().toString(),
                options.encoding().toString(),
                String.valueOf(options.frameLimit()),
                Boolean.toString(options.contactSheet()),
                Boolean.toString(options.sideBySide()),
                Boolean.toString(options.repeatMissing()));
    }

    private Future<VideoView> publish(RoutingContext http, VideoBoard views, VideoRequest request) {
        String id = request.getVideoId();
        Optional<VideoView> known = views.admit(request);
        if (known.isPresent()) {
            String before = known.get().getFingerprint();
            boolean same = before == null || before.equals(request.getFingerprint());
            return same
                    ? publications.of(id).orElseGet(() -> Future.succeededFuture(known.get()))
                    : Future.failedFuture(new RefusedException(new Refusal.KeyReused(id)));
        }
        door.board().underWay().begin(Caller.of(http).name(), id);
        return publications.begin(id, () -> send(HttpTrace.of(http), views, request));
    }

    private Future<VideoView> send(Context span, VideoBoard views, VideoRequest request) {
        String id = request.getVideoId();
        return Future.fromCompletionStage(
                        publisher.within(span).publish(Topic.VIDEOS, id, request),
                        context.vertx().getOrCreateContext())
                .onFailure(cause -> views.withdraw(id))
                .map(stored -> {
                    Traces.note(LOGGER.atInfo(), span)
                            .addKeyValue("videoId", id)
                            .log("Clip accepted");
                    return views.find(id).orElseThrow();
                });
    }
}
