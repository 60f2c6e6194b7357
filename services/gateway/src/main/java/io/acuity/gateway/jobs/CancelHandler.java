package io.acuity.gateway.jobs;

import io.acuity.events.Cancel;
import io.acuity.events.JobView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.trace.HttpTrace;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** {@code DELETE /v1/upscales/{id}}: tells every worker; the one that has the job answers with its outcome. */
public final class CancelHandler implements Handler<RoutingContext> {

    private final JobBoard board;
    private final EventPublisher publisher;
    private final Clock clock;

    /**
     * The operation.
     *
     * @param board what is known of jobs
     * @param publisher takes the cancellation
     * @param clock when it was asked for
     */
    public CancelHandler(JobBoard board, EventPublisher publisher, Clock clock) {
        this.board = board;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext http) {
        String jobId = Objects.requireNonNull(http.pathParam("id"));
        Optional<JobView> known = board.find(jobId, Caller.of(http));
        if (known.isEmpty()) {
            http.fail(new RefusedException(new Refusal.UnknownJob(jobId)));
            return;
        }
        JobView view = known.get();
        switch (view.getState()) {
            case UNKNOWN, ACCEPTED, STARTED -> publish(http, view);
            // Asking twice is no mistake.
            case CANCELLED -> StatusHandler.answer(http, 202, board, view);
            case SUCCEEDED, FAILED, EXPIRED ->
                http.fail(new RefusedException(new Refusal.AlreadyFinished(jobId, view.getState())));
        }
    }

    private void publish(RoutingContext http, JobView view) {
        Cancel cancel = Cancel.newBuilder()
                .setJobId(view.getJobId())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setReason("asked for over HTTP")
                .build();
        Future.fromCompletionStage(
                        publisher.within(HttpTrace.of(http)).publish(Topic.CONTROL, view.getJobId(), cancel),
                        http.vertx().getOrCreateContext())
                .onSuccess(stored -> StatusHandler.answer(http, 202, board, view))
                .onFailure(http::fail);
    }
}
