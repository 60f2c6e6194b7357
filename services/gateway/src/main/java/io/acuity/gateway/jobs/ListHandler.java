package io.acuity.gateway.jobs;

import io.acuity.events.JobState;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/upscales}: the jobs this gateway knows, newest first, part by part. */
public final class ListHandler implements Handler<RoutingContext> {

    private static final int DEFAULT_LIMIT = 50;

    private final JobBoard board;

    /**
     * The operation.
     *
     * @param board what is known of jobs
     */
    public ListHandler(JobBoard board) {
        this.board = board;
    }

    @Override
    public void handle(RoutingContext http) {
        String status = http.queryParams().get("status");
        String limit = http.queryParams().get("limit");
        // Their form was checked against the contract.
        JobPage page = board.list(
                status == null ? null : JobState.valueOf(status.toUpperCase(Locale.ROOT)),
                cursor(http.queryParams().get("cursor")),
                limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit),
                Caller.of(http));
        var jobs = new JsonArray();
        page.jobs().forEach(job -> jobs.add(JobJson.brief(job)));
        var json = new JsonObject().put("jobs", jobs);
        JobCursor next = page.next();
        if (next != null) {
            json.put("next", next.encode());
        }
        http.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.toBuffer());
    }

    private static @Nullable JobCursor cursor(@Nullable String given) {
        return given == null
                ? null
                : JobCursor.decode(given)
                        .orElseThrow(() -> new RefusedException(new Refusal.InvalidRequest(
                                "The cursor is not one that this service gave out; take the member next of an answer,"
                                        + " or leave it out to begin anew.")));
    }
}
