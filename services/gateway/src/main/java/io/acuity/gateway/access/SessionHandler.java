package io.acuity.gateway.access;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** {@code /v1/session}: the page's key becomes a cookie that its scripts cannot read, and goes again. */
public final class SessionHandler {

    static final String COOKIE = "acuity-session";

    private final Sessions sessions;

    SessionHandler(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * {@code POST /v1/session}: with a key or token, as any other request; a session does not renew itself.
     *
     * @param http the request
     */
    public void begin(RoutingContext http) {
        Pass shown = Entrance.pass(http);
        if (shown.session()) {
            http.fail(new RefusedException(
                    new Refusal.Unauthenticated("A session begins with a key or a token; send it as Authorization.")));
            return;
        }
        if (!shown.caller().equals(Caller.ANYBODY)) {
            long seconds = Duration.between(Instant.now(), sessions.end(shown)).toSeconds();
            http.response().addCookie(cookie(http, sessions.begin(shown)).setMaxAge(Math.max(1, seconds)));
        }
        show(http);
    }

    /**
     * {@code GET /v1/session}: who asks.
     *
     * @param http the request
     */
    public void show(RoutingContext http) {
        Pass shown = Entrance.pass(http);
        var roles = new JsonArray();
        shown.caller().roles().stream()
                .sorted()
                .forEach(role -> roles.add(role.name().toLowerCase(Locale.ROOT)));
        http.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(new JsonObject()
                        .put("name", shown.caller().name())
                        .put("roles", roles)
                        .put("open", shown.caller().equals(Caller.ANYBODY))
                        .toBuffer());
    }

    /**
     * {@code DELETE /v1/session}: signs out.
     *
     * @param http the request
     */
    public void end(RoutingContext http) {
        http.response()
                .addCookie(cookie(http, "").setMaxAge(0))
                .setStatusCode(204)
                .end();
    }

    private static Cookie cookie(RoutingContext http, String value) {
        boolean tls = http.request().isSSL()
                || "https".equalsIgnoreCase(http.request().getHeader("X-Forwarded-Proto"));
        return Cookie.cookie(COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(tls);
    }
}
