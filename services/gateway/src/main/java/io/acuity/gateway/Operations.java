package io.acuity.gateway;

import io.acuity.gateway.access.Entrance;
import io.acuity.gateway.access.SessionHandler;
import io.acuity.gateway.dataset.RemoveSampleHandler;
import io.acuity.gateway.dataset.SampleHandler;
import io.acuity.gateway.download.PreviewHandler;
import io.acuity.gateway.download.ResultHandler;
import io.acuity.gateway.jobs.CancelHandler;
import io.acuity.gateway.jobs.EventsHandler;
import io.acuity.gateway.jobs.ListHandler;
import io.acuity.gateway.jobs.StatusHandler;
import io.acuity.gateway.metrics.MetricsHandler;
import io.acuity.gateway.page.PageHandler;
import io.acuity.gateway.problem.ProblemHandler;
import io.acuity.gateway.rollout.RolloutCommands;
import io.acuity.gateway.rollout.RolloutQueries;
import io.acuity.gateway.trace.HttpTrace;
import io.acuity.gateway.upload.ModelsHandler;
import io.acuity.gateway.upload.SubmitHandler;
import io.acuity.gateway.video.VideoOperations;
import io.acuity.streaming.trace.Traces;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Each operation of the contract and its handler.
 *
 * @param entrance lets callers in
 * @param submit takes an image
 * @param models tells what may be asked for
 * @param list lists jobs
 * @param status tells where a job stands
 * @param events tell of changes
 * @param cancel stops a job
 * @param result gives the picture
 * @param preview gives a picture of how a job stood on the way
 * @param overlay gives the coloured overlay of an attention map
 * @param sample takes a sample of a dataset
 * @param removeSample removes one
 * @param rollouts tell how rollouts stand
 * @param commands change them
 * @param metrics tell what became of jobs
 * @param videos take and give clips
 * @param readiness whether to send requests here
 */
record Operations(
        Entrance entrance,
        SubmitHandler submit,
        ModelsHandler models,
        ListHandler list,
        StatusHandler status,
        EventsHandler events,
        CancelHandler cancel,
        ResultHandler result,
        PreviewHandler preview,
        ResultHandler overlay,
        SampleHandler sample,
        RemoveSampleHandler removeSample,
        RolloutQueries rollouts,
        RolloutCommands commands,
        MetricsHandler metrics,
        VideoOperations videos,
        Readiness readiness) {

    private static final ProblemHandler PROBLEMS = new ProblemHandler();

    Future<Router> router(Vertx vertx, Contract contract, RequestObserver observer, Traces traces) {
        return OpenAPIContract.from(vertx, contract.forRouter()).map(loaded -> {
            RouterBuilder builder = RouterBuilder.create(vertx, loaded);
            builder.rootHandler(http -> observe(http, observer, traces)).rootHandler(entrance);
            route(
                    builder,
                    "getContract",
                    http -> http.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                            .end(contract.yaml()));
            routeStreamed(builder, "createUpscale", submit);
            sessions(builder);
            routeStreamed(builder, "createSample", forOperators(sample));
            route(builder, "deleteSample", forOperators(removeSample));
            route(builder, "listModels", models);
            route(builder, "listUpscales", list);
            route(builder, "getUpscale", status);
            route(builder, "getUpscaleEvents", events::ofJob);
            route(builder, "getEvents", events::ofAll);
            route(builder, "cancelUpscale", cancel);
            route(builder, "getResult", result);
            route(builder, "getOverlay", overlay);
            route(builder, "getPreview", preview);
            rollouts(builder);
            routeStreamed(builder, "createVideo", videos.submit());
            videos.others().forEach((operation, handler) -> route(builder, operation, handler));
            route(builder, "getMetrics", forOperators(metrics));
            route(builder, "getLiveness", Operations::up);
            route(
                    builder,
                    "getReadiness",
                    http -> readiness
                            .check(http.vertx())
                            .onSuccess(ready -> up(http))
                            .onFailure(http::fail));
            return withErrors(new PageHandler().mount(builder.createRouter()));
        });
    }

    private static void observe(RoutingContext http, RequestObserver observer, Traces traces) {
        long begin = System.nanoTime();
        HttpTrace.begin(http, traces);
        http.addEndHandler(end -> {
            Route route = http.currentRoute();
            Object found = route == null ? null : route.getMetadata(RouterBuilder.KEY_META_DATA_OPERATION);
            Operation operation = found instanceof Operation known ? known : null;
            observer.answered(
                    operation == null ? "other" : operation.getOperationId(),
                    http.response().getStatusCode(),
                    Duration.ofNanos(System.nanoTime() - begin));
            Optional<String> problem = ProblemHandler.codeOf(http);
            problem.ifPresent(observer::refused);
            HttpTrace.end(http, operation == null ? null : operation.getOpenAPIPath(), problem);
        });
        http.next();
    }

    private static Handler<RoutingContext> forOperators(Handler<RoutingContext> handler) {
        return http -> {
            Entrance.requireOperator(http);
            handler.handle(http);
        };
    }

    private void sessions(RouterBuilder builder) {
        SessionHandler sessions = entrance.sessions();
        route(builder, "createSession", sessions::begin);
        route(builder, "getSession", sessions::show);
        route(builder, "deleteSession", sessions::end);
    }

    private void rollouts(RouterBuilder builder) {
        route(builder, "listCheckpoints", rollouts::checkpoints);
        route(builder, "listRollouts", rollouts::list);
        route(builder, "getRollout", rollouts::show);
        // Their bodies are bounded, which the library's are not.
        routeStreamed(builder, "startRollout", forOperators(commands::start));
        routeStreamed(builder, "promoteRollout", forOperators(commands::promote));
        routeStreamed(builder, "rollBackRollout", forOperators(commands::rollBack));
    }

    // The library's validation would collect the whole body in memory first; such a handler streams and validates by
    // itself, and the contract still says what it takes.
    private static void routeStreamed(RouterBuilder builder, String operation, Handler<RoutingContext> handler) {
        Objects.requireNonNull(builder.getRoute(operation), operation)
                .setDoValidation(false)
                .addHandler(handler)
                .addFailureHandler(PROBLEMS);
    }

    private static void route(RouterBuilder builder, String operation, Handler<RoutingContext> handler) {
        Objects.requireNonNull(builder.getRoute(operation), operation)
                .addHandler(handler)
                .addFailureHandler(PROBLEMS);
    }

    // What the router refuses before any route is found.
    private static Router withErrors(Router router) {
        for (int status : new int[] {400, 404, 405, 406, 413, 414, 415, 500}) {
            router.errorHandler(status, PROBLEMS);
        }
        return router;
    }

    private static void up(RoutingContext http) {
        http.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("status", "UP").toBuffer());
    }
}
