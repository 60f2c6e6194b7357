package io.acuity.gateway.jobs;

import io.acuity.events.JobView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** {@code GET /v1/upscales/{id}}: where a job stands, from memory; at once, or when it has ended. */
public final class StatusHandler implements Handler<RoutingContext> {

    private final JobBoard board;
    private final JobWait wait;

    /**
     * The operation.
     *
     * @param board what is known of jobs
     */
    public StatusHandler(JobBoard board) {
        this.board = board;
        this.wait = new JobWait(board);
    }

    @Override
    public void handle(RoutingContext http) {
        String jobId = Objects.requireNonNull(http.pathParam("id"));
        JobView view = board.find(jobId, Caller.of(http))
                .orElseThrow(() -> new RefusedException(new Refusal.UnknownJob(jobId)));
        wait.until(http, view).onSuccess(now -> answer(http, 200, board, now));
    }

    /** Answers with a job as it stands among the others; nobody hears it when the caller has gone. */
    public static void answer(RoutingContext http, int status, JobBoard board, JobView view) {
        if (http.response().closed()) {
            return;
        }
        http.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(JobJson.of(board.status(view.getJobId()).orElse(JobStatus.of(view)))
                        .toBuffer());
    }
}
