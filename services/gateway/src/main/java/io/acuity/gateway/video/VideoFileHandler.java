package io.acuity.gateway.video;

import io.acuity.events.BlobReference;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.VideoView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.gateway.blocking.OnDemand;
import io.acuity.gateway.download.PayloadSender;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.blob.BlobStore;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** Sends the files of finished clips, whole or in parts, so that players can seek; or says why there is none. */
final class VideoFileHandler {

    private final OnDemand<VideoBoard> board;
    private final BlobStore store;
    private final BlockingWork work;

    VideoFileHandler(OnDemand<VideoBoard> board, BlobStore store, BlockingWork work) {
        this.board = board;
        this.store = store;
        this.work = work;
    }

    void handle(RoutingContext http, VideoFile file) {
        String id = Objects.requireNonNull(http.pathParam("id"));
        board.view(http.vertx())
                .map(views -> views.find(id, Caller.of(http))
                        .orElseThrow(() -> new RefusedException(new Refusal.UnknownJob(id))))
                .onSuccess(view -> answer(http, view, file))
                .onFailure(http::fail);
    }

    private void answer(RoutingContext http, VideoView view, VideoFile file) {
        String id = view.getVideoId();
        switch (view.getState()) {
            case SUCCEEDED -> {
                BlobReference blob = file.of(view);
                if (blob == null) {
                    http.fail(new RefusedException(new Refusal.NotAskedFor(id, file.option())));
                } else {
                    send(http, blob, file.name(view));
                }
            }
            case UNKNOWN, QUEUED, RUNNING ->
                http.fail(new RefusedException(new Refusal.NotFinished(id, view.getState())));
            case CANCELLED -> http.fail(new RefusedException(new Refusal.JobGone(id, view.getState())));
            case FAILED -> http.fail(new RefusedException(new Refusal.JobFailed(id, failure(view))));
        }
    }

    private static Failure failure(VideoView view) {
        Failure failure = view.getFailure();
        return failure != null
                ? failure
                : new Failure(FailureCode.UNKNOWN, "The clip failed without a reason; see the assemblers' logs.");
    }

    private void send(RoutingContext http, BlobReference blob, String name) {
        String tag = "\"" + blob.getSha256() + "\"";
        HttpServerResponse response = http.response()
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (tag.equals(http.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        String condition = http.request().getHeader("If-Range");
        Optional<ByteRange> asked = condition == null || condition.equals(tag)
                ? ByteRange.of(http.request().getHeader("Range"), blob.getSize())
                : Optional.empty();
        asked.ifPresent(range -> response.putHeader(HttpHeaders.CONTENT_RANGE, range.ofSize(blob.getSize())));
        if (asked.isPresent() && !asked.get().isThere()) {
            http.fail(new RefusedException(new Refusal.NoSuchRange(blob.getSize())));
            return;
        }
        ByteRange part = asked.orElse(new ByteRange(0, blob.getSize()));
        response.setStatusCode(asked.isPresent() ? 206 : 200)
                .putHeader(HttpHeaders.CONTENT_TYPE, blob.getMediaType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(part.length()))
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(name));
        // The whole is verified on its way; a part has no hash.
        new PayloadSender(
                        http.vertx(),
                        work,
                        () -> part.length() == blob.getSize()
                                ? store.open(blob)
                                : store.open(blob, part.first(), part.length()))
                .send(response)
                .onFailure(http::fail);
    }

    /** Shown in the page, saved under its name (RFC 6266). */
    private static String disposition(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
        String exact = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "inline; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
    }
}
