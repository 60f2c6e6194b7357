package io.acuity.gateway.rollout;

import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.gateway.blocking.OnDemand;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.rollout.RolloutDesk;
import io.acuity.streaming.rollout.RolloutStatus;
import io.acuity.streaming.rollout.RolloutView;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Commands to the tracker. Each waits for its answer for a few seconds: 200 when it was done, 409 when it was refused, 202
 * when nobody answered yet.
 */
public final class RolloutCommands {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Set<String> START = Set.of("checkpoint", "share", "automatic", "reason");
    private static final Set<String> PROMOTE = Set.of("checkpoint", "reason");
    private static final Set<String> ROLL_BACK = Set.of("reason");

    private final OnDemand<RolloutView> board;
    private final EventPublisher publisher;
    private final Clock clock;

    /**
     * The operations.
     *
     * @param board what is known of rollouts
     * @param publisher takes the commands
     * @param clock when they were given
     */
    public RolloutCommands(OnDemand<RolloutView> board, EventPublisher publisher, Clock clock) {
        this.board = board;
        this.publisher = publisher;
        this.clock = clock;
    }

    private interface Ask {
        CompletableFuture<Optional<RolloutEvent>> of(RolloutDesk desk, String model, CommandBody body);
    }

    /**
     * {@code POST /v1/rollouts/{model}}: puts a candidate on trial.
     *
     * @param http the request
     */
    public void start(RoutingContext http) {
        command(
                http,
                START,
                (desk, model, body) ->
                        desk.start(model, body.checkpoint(), body.share(), body.automatic(), body.reason()));
    }

    /**
     * {@code POST /v1/rollouts/{model}/promote}.
     *
     * @param http the request
     */
    public void promote(RoutingContext http) {
        command(http, PROMOTE, (desk, model, body) -> desk.promote(model, body.checkpoint(), body.reason()));
    }

    /**
     * {@code POST /v1/rollouts/{model}/rollback}.
     *
     * @param http the request
     */
    public void rollBack(RoutingContext http) {
        command(http, ROLL_BACK, (desk, model, body) -> desk.rollBack(model, body.reason()));
    }

    private void command(RoutingContext http, Set<String> members, Ask ask) {
        String model = Objects.requireNonNull(http.pathParam("model"));
        Future<CommandBody> body = CommandBody.read(http.request(), members);
        body.compose(said -> named(model, said))
                .compose(said -> board.view(http.vertx()).compose(view -> asked(http, view, model, said, ask)))
                .onFailure(http::fail);
    }

    private static Future<CommandBody> named(String model, CommandBody said) {
        return MODEL.matcher(model).matches()
                ? Future.succeededFuture(said)
                : Future.failedFuture(new RefusedException(new Refusal.InvalidRequest(
                        "The model's name must have 1 to 100 letters, digits, dots, underscores or hyphens.")));
    }

    private Future<Void> asked(RoutingContext http, RolloutView view, String model, CommandBody said, Ask ask) {
        var desk = new RolloutDesk(publisher, view, clock, PATIENCE);
        return Future.fromCompletionStage(
                        ask.of(desk, model, said), http.vertx().getOrCreateContext())
                .compose(answer ->
                        answer.map(event -> decided(http, view, event)).orElseGet(() -> unanswered(http, view, model)));
    }

    private static Future<Void> decided(RoutingContext http, RolloutView view, RolloutEvent event) {
        if (event.getDecision() == RolloutDecision.REFUSED) {
            return Future.failedFuture(new RefusedException(new Refusal.RolloutRefused(event.getReason())));
        }
        // The answer itself, though the topic may have moved on meanwhile.
        RolloutStatus status = view.find(event.getModel())
                .map(known -> new RolloutStatus(event, known.trial(), known.acks()))
                .orElseGet(() -> new RolloutStatus(event, null, List.of()));
        return answer(http, 200, RolloutJson.of(status));
    }

    private static Future<Void> unanswered(RoutingContext http, RolloutView view, String model) {
        JsonObject state = view.find(model)
                .filter(RolloutStatus::isRollout)
                .map(RolloutJson::of)
                .orElseGet(() -> new JsonObject().put("model", model));
        return answer(http, 202, state);
    }

    private static Future<Void> answer(RoutingContext http, int status, JsonObject json) {
        return http.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(json.toBuffer());
    }
}
