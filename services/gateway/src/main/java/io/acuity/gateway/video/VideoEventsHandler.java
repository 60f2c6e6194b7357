package io.acuity.gateway.video;

import io.acuity.events.VideoView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.access.Entrance;
import io.acuity.gateway.blocking.OnDemand;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/videos/{id}/events}: a clip's views as Server-Sent Events, to its end. A caller that reads slowly gets the newest, not
 * every one.
 */
final class VideoEventsHandler implements Handler<RoutingContext> {

    private static final long HEARTBEAT_MILLIS = 15_000;

    private final OnDemand<VideoBoard> board;
    private final int mostStreams;
    private final AtomicInteger streams = new AtomicInteger();

    VideoEventsHandler(OnDemand<VideoBoard> board, int mostStreams) {
        this.board = board;
        this.mostStreams = mostStreams;
    }

    @Override
    public void handle(RoutingContext http) {
        String id = Objects.requireNonNull(http.pathParam("id"));
        board.view(http.vertx())
                .onSuccess(views -> {
                    if (views.find(id, Caller.of(http)).isEmpty()) {
                        http.fail(new RefusedException(new Refusal.UnknownJob(id)));
                    } else if (streams.incrementAndGet() > mostStreams) {
                        streams.decrementAndGet();
                        http.fail(new RefusedException(new Refusal.Busy("The number of event streams")));
                    } else {
                        begin(http, views, id);
                    }
                })
                .onFailure(http::fail);
    }

    private void begin(RoutingContext http, VideoBoard views, String id) {
        Stream stream = new Stream(http.response());
        Context loop = http.vertx().getOrCreateContext();
        Runnable following = views.follow(id, view -> loop.runOnContext(none -> stream.tell(view)));
        long heartbeat = http.vertx().setPeriodic(HEARTBEAT_MILLIS, beat -> {
            if (Entrance.letsStay(http)) {
                stream.comment("still here");
            } else {
                http.response().reset();
            }
        });
        AtomicBoolean open = new AtomicBoolean(true);
        Handler<Void> cleanUp = over -> {
            if (open.getAndSet(false)) {
                following.run();
                http.vertx().cancelTimer(heartbeat);
                streams.decrementAndGet();
            }
        };
        // Ended by us, or left by the caller: the one does not imply the other.
        http.response().endHandler(cleanUp).closeHandler(cleanUp);
        // After following began, so that nothing is missed.
        views.find(id).ifPresent(stream::tell);
    }

    /** One response; owned by its event loop. */
    private static final class Stream {
        private final HttpServerResponse response;
        private @Nullable VideoView waiting;
        private boolean toldEnd;

        Stream(HttpServerResponse response) {
            this.response = response;
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("X-Accel-Buffering", "no")
                    .drainHandler(drained -> flush());
            comment("connected");
        }

        void tell(VideoView view) {
            if (!toldEnd) {
                toldEnd = VideoBoard.isFinal(view);
                waiting = view;
                flush();
            }
        }

        void comment(String text) {
            if (!isOver() && !response.writeQueueFull()) {
                var unused = response.write(": " + text + "\n\n");
            }
        }

        private boolean isOver() {
            return response.closed() || response.ended();
        }

        private void flush() {
            VideoView view = waiting;
            if (isOver() || view == null || response.writeQueueFull()) {
                return;
            }
            waiting = null;
            Future<Void> written = response.write("id: " + view.getUpdatedAt().toEpochMilli() + "\nevent: video\ndata: "
                    + VideoJson.of(view).encode() + "\n\n");
            if (toldEnd) {
                written.compose(told -> response.end("event: end\ndata: {}\n\n"));
            }
        }
    }
}
