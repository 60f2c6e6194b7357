package io.acuity.gateway.access;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.problem.UnreadBody;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request passes here first: it is let in with its {@link Caller}, or refused. Owned by the event loop; files and issuers
 * are looked at by other threads, once a second.
 */
public final class Entrance implements Handler<RoutingContext> {

    /** What the page sends with what it changes, and no other site's page can: a header of its own would have to be allowed first. */
    static final String FROM_PAGE = "X-Acuity-Page";

    private static final Logger LOGGER = LoggerFactory.getLogger(Entrance.class);
    private static final String ENTRANCE = Entrance.class.getName();
    private static final String PASS = Pass.class.getName();
    private static final long REFRESH_MILLIS = 1_000;
    private static final String BEARER = "Bearer ";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OPEN = Set.of("/", "/openapi.yaml", "/health/live", "/health/ready");
    private static final String OPEN_FOLDER = "/page/";

    private final boolean asksNobody;
    private final @Nullable KeyRing keys;
    private final @Nullable Tokens tokens;
    private final Sessions sessions;
    private final Clock clock;

    /**
     * An entrance; blocks while files are read.
     *
     * @param vertx its event loop
     * @param settings whom to let in
     * @param clock tells when sessions end
     * @throws KeyFileException when the file of keys cannot be read
     */
    public Entrance(Vertx vertx, AccessSettings settings, Clock clock) {
        Path file = settings.apiKeys();
        TokenSettings taken = settings.tokens();
        this.asksNobody = settings.asksNobody();
        this.keys = file == null ? null : new KeyRing(file);
        this.tokens = taken == null ? null : new Tokens(vertx, taken, clock);
        this.sessions = new Sessions(settings.sessionSecret(), clock);
        this.clock = clock;
        if (asksNobody) {
            LOGGER.atInfo().log("The gateway asks nobody for a key: whoever reaches it may do everything");
            return;
        }
        // Apart from each other: an issuer that does not answer must not keep a key alive that was revoked.
        if (keys != null) {
            Lookout.begin(vertx, "acuity-keys", REFRESH_MILLIS, keys::refresh);
        }
        if (tokens != null) {
            Lookout.begin(vertx, "acuity-token-keys", REFRESH_MILLIS, tokens::refresh);
        }
    }

    /**
     * The sessions it lets in.
     *
     * @return the operations of the page's sign-in
     */
    public SessionHandler sessions() {
        return new SessionHandler(sessions);
    }

    @Override
    public void handle(RoutingContext http) {
        if (asksNobody) {
            enter(http, new Pass(Caller.ANYBODY, null, null, false));
        } else if (isOpen(http.normalizedPath())) {
            enter(http, new Pass(Caller.NOBODY, null, null, false));
        } else {
            identify(http.request()).onSuccess(pass -> enter(http, pass)).onFailure(cause -> refuse(http, cause));
        }
    }

    private static void refuse(RoutingContext http, Throwable cause) {
        if (!SAFE.contains(http.request().method())) {
            UnreadBody.refuse(http.vertx(), http.request());
        }
        http.fail(cause);
    }

    private static boolean isOpen(String path) {
        return OPEN.contains(path) || path.startsWith(OPEN_FOLDER);
    }

    /**
     * Whether the caller of a long answer would still be let in.
     *
     * @param http a request that has passed the entrance
     * @return false when its key was revoked or its token or session has ended meanwhile
     */
    public static boolean letsStay(RoutingContext http) {
        Entrance entrance = Objects.requireNonNull(http.get(ENTRANCE));
        return entrance.stillGood(pass(http)).isPresent();
    }

    private void enter(RoutingContext http, Pass pass) {
        http.put(ENTRANCE, this);
        http.put(PASS, pass);
        pass.caller().enter(http);
        http.next();
    }

    /** What the caller of a request showed. */
    static Pass pass(RoutingContext http) {
        return Objects.requireNonNull(http.get(PASS));
    }

    /**
     * Refuses all but operators.
     *
     * @param http a request that has passed the entrance
     * @throws RefusedException when its caller is none
     */
    public static void requireOperator(RoutingContext http) {
        if (!Caller.of(http).isOperator()) {
            throw new RefusedException(new Refusal.Forbidden(
                    "This is for operators; ask whoever runs the service for a key of one, or to do it for you."));
        }
    }

    private Future<Pass> identify(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        String apiKey = request.getHeader("X-Api-Key");
        Cookie session = request.getCookie(SessionHandler.COOKIE);
        if (authorization != null) {
            boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return bearer
                    ? shown(authorization.substring(BEARER.length()).strip())
                    : refused("The header Authorization is not 'Bearer' and a key or token; send it so.");
        }
        if (apiKey != null) {
            return shown(apiKey.strip());
        }
        return session == null
                ? refused("This service wants to know who asks; send a key: curl -H 'Authorization: Bearer acuity_…'.")
                : resumed(request, session.getValue());
    }

    private Future<Pass> shown(String secret) {
        if (tokens != null && !secret.startsWith(ApiKey.PREFIX)) {
            return tokens.read(secret);
        }
        Optional<ApiKey> key = keys == null ? Optional.empty() : keys.find(secret);
        return key.map(found -> Future.succeededFuture(Pass.of(found)))
                .orElseGet(() ->
                        refused("The key is not known here, or was revoked; ask whoever runs the service for one."));
    }

    private Future<Pass> resumed(HttpServerRequest request, String session) {
        Optional<Pass> pass = sessions.read(session).flatMap(this::stillGood);
        if (pass.isEmpty()) {
            return refused("The session has ended; sign in again.");
        }
        // Browsers send cookies along with what other sites make them send.
        boolean ours = SAFE.contains(request.method()) || request.getHeader(FROM_PAGE) != null;
        return ours
                ? Future.succeededFuture(pass.get())
                : Future.failedFuture(new RefusedException(new Refusal.Forbidden(
                        "A session may change something only from the service's own page, which says so by the header "
                                + FROM_PAGE + "; programs send their key instead.")));
    }

    /** A session ends with the key it began with, and may do what that key may do now. */
    private Optional<Pass> stillGood(Pass pass) {
        Instant until = pass.until();
        if (until != null && !clock.instant().isBefore(until)) {
            return Optional.empty();
        }
        String id = pass.keyId();
        if (id == null) {
            return asksNobody || tokens != null ? Optional.of(pass) : Optional.empty();
        }
        return keys == null
                ? Optional.empty()
                : keys.named(id).map(key -> new Pass(key.caller(), id, until, pass.session()));
    }

    private static Future<Pass> refused(String why) {
        return Future.failedFuture(new RefusedException(new Refusal.Unauthenticated(why)));
    }
}
