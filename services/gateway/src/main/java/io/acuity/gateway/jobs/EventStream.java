package io.acuity.gateway.jobs;

import io.acuity.events.JobView;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Changes of jobs as Server-Sent Events on one response. A caller that reads slowly gets the newest view of each job, not every one: what
 * waits is bounded by the number of jobs that change, and beyond {@value #MOST_WAITING} the stream is cut, so that the caller comes back
 * with {@code Last-Event-ID}. What is written is what is known at that moment, so a job never goes backwards, in whatever order the
 * stream was told of it. Owned by the response's event loop.
 */
final class EventStream {

    private static final int MOST_WAITING = 10_000;

    private final HttpServerResponse response;
    private final Function<JobView, JobStatus> newest;
    /** Oldest change first. */
    private final Map<String, JobView> waiting = new LinkedHashMap<>();

    private boolean ending;

    /**
     * Begins a stream.
     *
     * @param newest how a job stands now of which this view was told; that or a newer one
     */
    EventStream(HttpServerResponse response, Function<JobView, JobStatus> newest) {
        this.response = response;
        this.newest = newest;
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .drainHandler(drained -> flush());
        // Sends the head at once: the caller knows that it is connected.
        comment("connected");
    }

    /** A job changed. */
    void tell(JobView view) {
        if (isOver()) {
            return;
        }
        waiting.remove(view.getJobId());
        waiting.put(view.getJobId(), view);
        if (waiting.size() > MOST_WAITING) {
            response.reset();
            return;
        }
        flush();
    }

    /** Nothing follows what was told. */
    void end() {
        ending = true;
        flush();
    }

    /** Keeps the connection from looking idle. */
    void comment(String text) {
        if (!isOver() && !response.writeQueueFull()) {
            var unused = response.write(": " + text + "\n\n");
        }
    }

    private boolean isOver() {
        return response.closed() || response.ended();
    }

    private void flush() {
        Iterator<JobView> oldest = waiting.values().iterator();
        while (!isOver() && oldest.hasNext() && !response.writeQueueFull()) {
            JobStatus status = newest.apply(oldest.next());
            oldest.remove();
            var unused = response.write("id: " + EventsHandler.idOf(status.view()) + "\nevent: job\ndata: "
                    + JobJson.of(status).encode() + "\n\n");
        }
        if (ending && waiting.isEmpty() && !isOver()) {
            var unused = response.end("event: end\ndata: {}\n\n");
        }
    }
}
