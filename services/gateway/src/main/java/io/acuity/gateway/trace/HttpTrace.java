package io.acuity.gateway.trace;

import io.acuity.streaming.trace.Carrier;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The span of a request to the API, below the caller's own if it sent {@code traceparent}; named as OpenTelemetry's conventions for HTTP
 * have it. Used on the event loop.
 */
public final class HttpTrace {

    private static final String CONTEXT = HttpTrace.class.getName();
    private static final String API = "/v1/";
    private static final int OURS = 500;

    private HttpTrace() {}

    /**
     * Begins the span of a request; of pages and probes nothing is recorded.
     *
     * @param http the request
     * @param traces makes the span
     */
    public static void begin(RoutingContext http, Traces traces) {
        HttpServerRequest request = http.request();
        String path = http.normalizedPath();
        if (!path.startsWith(API)) {
            return;
        }
        Context caller = Carrier.of(name -> request.getHeader(name)).context();
        Span span = traces.tracer()
                .spanBuilder(request.method().name())
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", request.method().name())
                .setAttribute("url.scheme", request.isSSL() ? "https" : "http")
                .setAttribute("url.path", path)
                .startSpan();
        http.put(CONTEXT, caller.with(span));
    }

    /**
     * Ends the span of a request.
     *
     * @param http the request, answered
     * @param route the path of its operation; null where there is none
     * @param problem the code of its problem, if it was refused
     */
    public static void end(RoutingContext http, @Nullable String route, Optional<String> problem) {
        Span span = Span.fromContext(of(http));
        int status = http.response().getStatusCode();
        span.setAttribute("http.response.status_code", status);
        if (route != null) {
            span.updateName(http.request().method().name() + " " + route).setAttribute("http.route", route);
        }
        problem.ifPresent(code -> span.setAttribute("error.type", code));
        if (status >= OURS) {
            span.setStatus(StatusCode.ERROR);
            Throwable failure = http.failure();
            if (failure != null) {
                span.recordException(failure);
            }
        }
        span.end();
    }

    /**
     * Where a request is followed.
     *
     * @param http the request
     * @return its span; the root where there is none
     */
    public static Context of(RoutingContext http) {
        Context context = http.get(CONTEXT);
        return context == null ? Context.root() : context;
    }
}
