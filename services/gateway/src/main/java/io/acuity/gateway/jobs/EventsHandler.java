package io.acuity.gateway.jobs;

import io.acuity.events.JobView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.access.Entrance;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Event streams of one job ({@code GET /v1/upscales/{id}/events}) and of all ({@code GET /v1/events}). An event carries the whole
 * job, so a caller that missed some has missed nothing that the next does not say. Its id is the time of the job's last news: any gateway
 * can go on from it.
 */
public final class EventsHandler {

    private static final long HEARTBEAT_MILLIS = 15_000;
    /** Ids are times of several machines' clocks: what is a little older is told again rather than lost. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final JobBoard board;
    private final int mostStreams;
    private final AtomicInteger streams = new AtomicInteger();

    /**
     * The operations.
     *
     * @param board what is known of jobs
     * @param mostStreams how many may be open; beyond, callers get 503
     */
    public EventsHandler(JobBoard board, int mostStreams) {
        this.board = board;
        this.mostStreams = mostStreams;
    }

    /** The id of a view's event. */
    static String idOf(JobView view) {
        return Long.toString(view.getUpdatedAt().toEpochMilli());
    }

    /** One job, until it has ended. */
    public void ofJob(RoutingContext http) {
        String jobId = Objects.requireNonNull(http.pathParam("id"));
        JobView known = board.find(jobId, Caller.of(http))
                .orElseThrow(() -> new RefusedException(new Refusal.UnknownJob(jobId)));
        Instant seen = lastSeen(http);
        EventStream stream = open(http);
        // Following begins before the first look, so that nothing is missed; then the look may be ahead of what was
        // told.
        Consumer<JobView> tell = view -> {
            stream.tell(view);
            if (JobBoard.isFinal(board.find(jobId).orElse(view))) {
                stream.end();
            }
        };
        follow(http, stream, told -> board.followers().follow(jobId, told), tell);
        JobView now = board.find(jobId).orElse(known);
        if (seen == null || JobBoard.isFinal(now) || now.getUpdatedAt().isAfter(seen)) {
            tell.accept(now);
        }
    }

    /** All jobs that the caller sees, from now on, or from {@code Last-Event-ID} on. */
    public void ofAll(RoutingContext http) {
        Caller caller = Caller.of(http);
        Instant seen = lastSeen(http);
        EventStream stream = open(http);
        Consumer<JobView> tell = view -> {
            if (caller.sees(view.getOwner())) {
                stream.tell(view);
            }
        };
        follow(http, stream, told -> board.followers().followAll(told), tell);
        List<JobView> missed = seen == null ? List.of() : board.since(seen.minus(SKEW));
        missed.forEach(tell);
    }

    private EventStream open(RoutingContext http) {
        if (streams.incrementAndGet() > mostStreams) {
            streams.decrementAndGet();
            throw new RefusedException(new Refusal.Busy("The number of event streams"));
        }
        return new EventStream(
                http.response(), view -> board.status(view.getJobId()).orElse(JobStatus.of(view)));
    }

    /** Begins to follow. */
    @FunctionalInterface
    private interface Start {
        JobFollowers.Following follow(Consumer<JobView> told);
    }

    private void follow(RoutingContext http, EventStream stream, Start start, Consumer<JobView> tell) {
        Context loop = http.vertx().getOrCreateContext();
        JobFollowers.Following following = start.follow(view -> loop.runOnContext(none -> tell.accept(view)));
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
                following.end();
                http.vertx().cancelTimer(heartbeat);
                streams.decrementAndGet();
            }
        };
        // Ended by us, or left by the caller: the one does not imply the other.
        http.response().endHandler(cleanUp).closeHandler(cleanUp);
    }

    private static @Nullable Instant lastSeen(RoutingContext http) {
        String id = http.request().getHeader("Last-Event-ID");
        if (id == null || id.isBlank()) {
            return null;
        }
        try {
            return Instant.ofEpochMilli(Long.parseLong(id.strip()));
        } catch (NumberFormatException | DateTimeException e) {
            throw new RefusedException(
                    new Refusal.InvalidRequest(
                            "The header Last-Event-ID is not the id of an event of this service; send"
                                    + " the last one that was received, or none."),
                    e);
        }
    }
}
