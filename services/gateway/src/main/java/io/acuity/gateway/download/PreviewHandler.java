package io.acuity.gateway.download;

import io.acuity.events.BlobReference;
import io.acuity.events.JobPreview;
import io.acuity.events.JobView;
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

/** {@code GET /v1/upscales/{id}/previews/{n}}: how a job's image stood on the way. What has a number never changes. */
public final class PreviewHandler implements Handler<RoutingContext> {

    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final JobBoard board;
    private final Payloads payloads;
    private final BlockingWork work;

    /**
     * The operation.
     *
     * @param board what is known of jobs
     * @param payloads where pictures are
     * @param work threads that may block
     */
    public PreviewHandler(JobBoard board, Payloads payloads, BlockingWork work) {
        this.board = board;
        this.payloads = payloads;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext http) {
        BlobReference picture = find(http).getPicture();
        String tag = "\"" + picture.getSha256() + "\"";
        HttpServerResponse response =
                http.response().putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
        if (tag.equals(http.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, picture.getMediaType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(picture.getSize()));
        new PayloadSender(http.vertx(), work, () -> payloads.open(picture))
                .send(response)
                .onFailure(http::fail);
    }

    private JobPreview find(RoutingContext http) {
        String jobId = Objects.requireNonNull(http.pathParam("id"));
        String number = Objects.requireNonNull(http.pathParam("n"));
        JobView view = board.find(jobId, Caller.of(http))
                .orElseThrow(() -> new RefusedException(new Refusal.UnknownJob(jobId)));
        return view.getPreviews().stream()
                .filter(preview -> Integer.toString(preview.getNumber()).equals(number))
                .findFirst()
                .orElseThrow(() -> new RefusedException(new Refusal.NoPreview(jobId, number)));
    }
}
