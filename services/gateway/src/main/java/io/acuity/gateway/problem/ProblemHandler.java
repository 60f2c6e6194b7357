package io.acuity.gateway.problem;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The one failure handler: every error answer of the gateway is written here and nowhere else. Stateless. */
public final class ProblemHandler implements Handler<RoutingContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProblemHandler.class);
    // A scheme for which no browser opens a window of its own.
    private static final String CHALLENGE = "Bearer realm=\"acuity\"";

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Refusal refusal = Problems.refusalOf(
                context.failure(), context.statusCode(), request.method() + " " + context.normalizedPath());
        Problem problem = Problems.of(refusal);
        log(context, problem);
        if (context.response().ended()) {
            return;
        }
        if (context.response().headWritten()) {
            // Too late for a status: a cut connection is the only way left to say that the body is not complete.
            request.connection().close();
            return;
        }
        var response = context.response().setStatusCode(problem.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        if (refusal instanceof Refusal.Unauthenticated) {
            response.putHeader("WWW-Authenticate", CHALLENGE);
        }
        response.end(problem.toJson(context.normalizedPath()).toBuffer()).onComplete(told -> {
            if (refusal instanceof Refusal.UploadTooSlow) {
                request.connection().close(); // or the rest would go on dripping
            }
        });
    }

    private static void log(RoutingContext context, Problem problem) {
        boolean ours = problem.status() == 500;
        Level level = ours ? Level.ERROR : problem.status() > 500 ? Level.WARN : Level.DEBUG;
        LOGGER.atLevel(level)
                .addKeyValue("status", problem.status())
                .addKeyValue("code", problem.code())
                .addKeyValue("path", context.normalizedPath())
                .setCause(problem.status() >= 500 ? context.failure() : null)
                .log("Request refused");
    }
}
