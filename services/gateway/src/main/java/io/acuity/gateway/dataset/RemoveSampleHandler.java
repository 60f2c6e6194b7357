package io.acuity.gateway.dataset;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.streaming.dataset.SampleKey;
import io.acuity.streaming.dataset.SampleRefusedException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * {@code DELETE /v1/datasets/{name}/samples/{id}}: publishes a tombstone. Gateways keep no list of samples, so removing one
 * that is not there is 204 as well: afterwards it is not there.
 */
public final class RemoveSampleHandler implements Handler<RoutingContext> {

    private final DatasetPublisher datasets;

    /**
     * The operation.
     *
     * @param datasets takes the removal
     */
    public RemoveSampleHandler(DatasetPublisher datasets) {
        this.datasets = datasets;
    }

    @Override
    public void handle(RoutingContext http) {
        try {
            var key = new SampleKey(
                    Objects.requireNonNull(http.pathParam("name")), Objects.requireNonNull(http.pathParam("id")));
            Future.fromCompletionStage(datasets.remove(key), http.vertx().getOrCreateContext())
                    .onSuccess(stored -> http.response().setStatusCode(204).end())
                    .onFailure(http::fail);
        } catch (SampleRefusedException e) {
            http.fail(new RefusedException(new Refusal.InvalidRequest(String.valueOf(e.getMessage())), e));
        }
    }
}
