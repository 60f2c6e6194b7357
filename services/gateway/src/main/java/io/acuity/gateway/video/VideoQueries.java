package io.acuity.gateway.video;

import io.acuity.events.Cancel;
import io.acuity.events.VideoView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.blocking.OnDemand;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Answers for clips from memory, and passes on that somebody does not want one any more. */
final class VideoQueries {

    private static final int DEFAULT_LIMIT = 50;

    private final OnDemand<VideoBoard> board;
    private final EventPublisher publisher;
    private final Clock clock;

    VideoQueries(OnDemand<VideoBoard> board, EventPublisher publisher, Clock clock) {
        this.board = board;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** {@code GET /v1/videos}. */
    void list(RoutingContext http) {
        String limit = http.queryParams().get("limit");
        // Its form was checked against the contract.
        int most = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
        board.view(http.vertx())
                .onSuccess(views -> {
                    var videos = new JsonArray();
                    views.newest(most, Caller.of(http)).forEach(view -> videos.add(VideoJson.of(view)));
                    http.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .end(new JsonObject().put("videos", videos).toBuffer());
                })
                .onFailure(http::fail);
    }

    /** {@code GET /v1/videos/{id}}. */
    void show(RoutingContext http) {
        find(http).onSuccess(view -> answer(http, 200, view)).onFailure(http::fail);
    }

    /** {@code DELETE /v1/videos/{id}}. */
    void cancel(RoutingContext http) {
        find(http)
                .compose(view -> cancelled(http, view))
                .onSuccess(view -> answer(http, 202, view))
                .onFailure(http::fail);
    }

    private Future<VideoView> find(RoutingContext http) {
        String id = Objects.requireNonNull(http.pathParam("id"));
        return board.view(http.vertx())
                .map(views -> views.find(id, Caller.of(http))
                        .orElseThrow(() -> new RefusedException(new Refusal.UnknownJob(id))));
    }

    private Future<VideoView> cancelled(RoutingContext http, VideoView view) {
        return switch (view.getState()) {
            case UNKNOWN, QUEUED, RUNNING -> {
                Cancel cancel = Cancel.newBuilder()
                        .setJobId(view.getVideoId())
                        .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                        .setReason("asked for over HTTP")
                        .build();
                yield Future.fromCompletionStage(
                                publisher.publish(Topic.CONTROL, view.getVideoId(), cancel),
                                http.vertx().getOrCreateContext())
                        .map(stored -> view);
            }
            // Asking twice is no mistake.
            case CANCELLED -> Future.succeededFuture(view);
            case SUCCEEDED, FAILED ->
                Future.failedFuture(
                        new RefusedException(new Refusal.AlreadyFinished(view.getVideoId(), view.getState())));
        };
    }

    /** Answers with a clip as it stands; nobody hears it when the caller has gone. */
    static void answer(RoutingContext http, int status, VideoView view) {
        if (!http.response().closed()) {
            http.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(VideoJson.of(view).toBuffer());
        }
    }
}
