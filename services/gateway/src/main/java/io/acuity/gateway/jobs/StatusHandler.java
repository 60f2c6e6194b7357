package io.acuity.gateway.jobs;

import io.acuity.events.JobView;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** {@code GET /v1/upscales/{id}}: where a job stands, from memory. */
public final class StatusHandler implements Handler<RoutingContext> {

    private final JobBoard board;

    /**
     * The operation.
     *
     * @param board what is known of jobs
     */
    public StatusHandler(JobBoard board) {
        this.board = board;
    }

    @Override
    public void handle(RoutingContext http) {
        String jobId = Objects.requireNonNull(http.pathParam("id"));
        board.find(jobId)
                .ifPresentOrElse(
                        view -> answer(http, 200, view),
                        () -> http.fail(new RefusedException(new Refusal.UnknownJob(jobId))));
    }

    static void answer(RoutingContext http, int status, JobView view) {
        http.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(JobJson.of(view).toBuffer());
    }
}
