package io.acuity.gateway.download;

import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.JobView;
import io.acuity.events.UpscaleResult;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.gateway.jobs.JobBoard;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.blob.Payloads;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/** {@code GET /v1/upscales/{id}/result} and {@code …/overlay}: the picture, or why there is none. */
public final class ResultHandler implements Handler<RoutingContext> {

    private final JobBoard board;
    private final Payloads payloads;
    private final BlockingWork work;
    private final ResultPart part;

    /**
     * The operation.
     *
     * @param part which picture of a result
     * @param board what is known of jobs
     * @param payloads where results are
     * @param work threads that may block
     */
    public ResultHandler(ResultPart part, JobBoard board, Payloads payloads, BlockingWork work) {
        this.part = part;
        this.board = board;
        this.payloads = payloads;
        this.work = work;
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
            case SUCCEEDED -> send(http, view);
            case ACCEPTED, STARTED, UNKNOWN ->
                http.fail(new RefusedException(new Refusal.NotFinished(jobId, view.getState())));
            case CANCELLED, EXPIRED -> http.fail(new RefusedException(new Refusal.JobGone(jobId, view.getState())));
            case FAILED -> http.fail(new RefusedException(new Refusal.JobFailed(jobId, failure(view))));
        }
    }

    private void send(RoutingContext http, JobView view) {
        UpscaleResult result = view.getResult();
        Object output = result == null ? null : part.payload(result);
        if (output == null && part == ResultPart.OVERLAY) {
            http.fail(new RefusedException(new Refusal.NoOverlay(view.getJobId())));
            return;
        }
        if (output == null) {
            http.fail(new RefusedException(new Refusal.ResultLost(
                    FailureCode.PAYLOAD_MISSING,
                    "Job " + view.getJobId() + " succeeded without a result; report this as a bug of its worker.")));
            return;
        }
        String mediaType = Payloads.mediaType(output);
        HttpServerResponse response = http.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(Payloads.size(output)))
                .putHeader(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + view.getJobId() + part.suffix() + extension(mediaType) + "\"");
        new PayloadSender(http.vertx(), work, () -> payloads.open(output))
                .send(response)
                .onFailure(http::fail);
    }

    private static Failure failure(JobView view) {
        UpscaleResult result = view.getResult();
        if (result != null && result.getFailure() != null) {
            return result.getFailure();
        }
        return Failure.newBuilder()
                .setCode(FailureCode.UNKNOWN)
                .setMessage("Job " + view.getJobId()
                        + " ended in a way that this release does not know; update the gateway and ask again.")
                .build();
    }

    private static String extension(String mediaType) {
        return switch (mediaType) {
            case "image/png" -> ".png";
            case "image/jpeg" -> ".jpg";
            case "image/tiff" -> ".tif";
            default -> "";
        };
    }
}
