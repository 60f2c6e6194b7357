package io.acuity.gateway.problem;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The one failure handler: every error answer of the gateway is written here and nowhere else. Stateless. */
public final class ProblemHandler implements Handler<RoutingContext> {

    private static final String CODE = ProblemHandler.class.getName();
    private static final Logger LOGGER = LoggerFactory.getLogger(ProblemHandler.class);
    // A scheme for which no browser opens a window of its own.
    private static final String CHALLENGE = "Bearer realm=\"acuity\"";

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Refusal refusal = Problems.refusalOf(
                context.failure(), context.statusCode(), request.method() + " " + context.normalizedPath());
        Problem problem = Problems.of(refusal);
        log(context, refusal, problem);
        context.put(CODE, problem.code());
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

    /**
     * Why a request was refused.
     *
     * @param context the request
     * @return the problem's code; empty when the request was not refused, or not yet
     */
    public static Optional<String> codeOf(RoutingContext context) {
        return Optional.ofNullable(context.get(CODE));
    }

    private static void log(RoutingContext context, Refusal refusal, Problem problem) {
        boolean ours = problem.status() == 500;
        // Who is overrun, or not ready, shall not write a line for each caller and each probe; meters count them. Nor a
        // stack
        // trace where the sentence tells all, as while a broker is away.
        boolean expected = refusal instanceof Refusal.QueueFull
                || refusal instanceof Refusal.Busy
                || refusal instanceof Refusal.NotReady;
        Level level = ours ? Level.ERROR : problem.status() > 500 && !expected ? Level.WARN : Level.DEBUG;
        LOGGER.atLevel(level)
                .addKeyValue("status", problem.status())
                .addKeyValue("code", problem.code())
                .addKeyValue("path", context.normalizedPath())
                .addKeyValue("detail", problem.detail())
                .setCause(ours ? context.failure() : null)
                .log("Request refused");
    }
}
