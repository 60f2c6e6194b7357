package io.acuity.gateway.metrics;

import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.gateway.blocking.OnDemand;
import io.acuity.streaming.metrics.MetricsView;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;

/** {@code GET /v1/metrics}: what became of jobs, newest window first. */
public final class MetricsHandler implements Handler<RoutingContext> {

    private final OnDemand<MetricsView> metrics;
    private final BlockingWork work;
    private final Clock clock;

    /**
     * The operation.
     *
     * @param metrics the windows, from the first question on
     * @param work where windows are put together
     * @param clock what "now" is
     */
    public MetricsHandler(OnDemand<MetricsView> metrics, BlockingWork work, Clock clock) {
        this.metrics = metrics;
        this.work = work;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext http) {
        MetricsQuery query = MetricsQuery.of(http.queryParams(), clock.instant());
        // A day of minutes into one takes milliseconds, too long for the event loop.
        metrics.view(http.vertx())
                .compose(view -> work.run(http.vertx(), () -> query.of(view.between(query.from(), query.to()))))
                .onSuccess(answer -> http.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(json(query, answer).toBuffer()))
                .onFailure(http::fail);
    }

    private static JsonObject json(MetricsQuery query, MetricsQuery.Answer answer) {
        var windows = new JsonArray();
        answer.windows().forEach(window -> windows.add(MetricsJson.of(window)));
        return new JsonObject()
                .put("window", query.length().toString())
                .put("from", query.from().toString())
                .put("to", query.to().toString())
                .put("truncated", answer.truncated())
                .put("windows", windows);
    }
}
