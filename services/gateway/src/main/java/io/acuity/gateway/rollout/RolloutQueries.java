package io.acuity.gateway.rollout;

import io.acuity.gateway.blocking.OnDemand;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.rollout.RolloutStatus;
import io.acuity.streaming.rollout.RolloutView;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Function;

/** Answers about rollouts and checkpoints, from memory. */
public final class RolloutQueries {

    private final OnDemand<RolloutView> board;

    /**
     * The operations.
     *
     * @param board what is known of rollouts
     */
    public RolloutQueries(OnDemand<RolloutView> board) {
        this.board = board;
    }

    /**
     * {@code GET /v1/rollouts}.
     *
     * @param http the request
     */
    public void list(RoutingContext http) {
        answer(http, view -> {
            var rollouts = new JsonArray();
            view.all().forEach(status -> rollouts.add(RolloutJson.of(status)));
            return new JsonObject().put("rollouts", rollouts);
        });
    }

    /**
     * {@code GET /v1/rollouts/{model}}.
     *
     * @param http the request
     */
    public void show(RoutingContext http) {
        String model = Objects.requireNonNull(http.pathParam("model"));
        answer(
                http,
                view -> view.find(model)
                        .filter(RolloutStatus::isRollout)
                        .map(RolloutJson::of)
                        .orElseThrow(() -> new RefusedException(new Refusal.UnknownRollout(model))));
    }

    /**
     * {@code GET /v1/checkpoints}, of all models or of one.
     *
     * @param http the request
     */
    public void checkpoints(RoutingContext http) {
        String model = http.queryParams().get("model");
        answer(http, view -> {
            var checkpoints = new JsonArray();
            view.checkpoints().stream()
                    .filter(event -> model == null || model.equals(event.getModel()))
                    .forEach(event -> checkpoints.add(RolloutJson.of(event)));
            return new JsonObject().put("checkpoints", checkpoints);
        });
    }

    private void answer(RoutingContext http, Function<RolloutView, JsonObject> words) {
        board.view(http.vertx())
                .map(words)
                .onSuccess(json -> http.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(json.toBuffer()))
                .onFailure(http::fail);
    }
}
