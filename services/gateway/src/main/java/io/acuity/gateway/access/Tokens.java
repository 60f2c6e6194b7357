package io.acuity.gateway.access;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tokens: JWTs that the issuer signed with one of its private keys. Asked on the event loop; {@link #refresh} looks for other
 * keys and blocks.
 */
final class Tokens {

    private static final Logger LOGGER = LoggerFactory.getLogger(Tokens.class);
    private static final int LEEWAY_SECONDS = 30;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TOKEN = 16 * 1024;

    private final Vertx vertx;
    private final TokenSettings settings;
    private final KeySource source;
    private volatile @Nullable JWTAuth verifier;
    private volatile boolean wanted;
    private boolean failed;

    Tokens(Vertx vertx, TokenSettings settings, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.source = settings.jwks() == null
                ? new Issuer(String.valueOf(settings.issuer()), clock)
                : new KeySetFile(settings.jwks());
    }

    /** Who a token says its bearer is; fails with a {@link RefusedException} for one that will not do. */
    Future<Pass> read(String token) {
        JWTAuth keys = verifier;
        if (keys == null) {
            return Future.failedFuture(new RefusedException(new Refusal.NotReady(
                    "The keys of " + source + " could not be had yet, and without them no token can be checked.")));
        }
        Optional<Pass> claimed = claims(token, settings);
        if (claimed.isEmpty()) {
            return Future.failedFuture(refused(
                    "it is not a JWT with an end (exp), an owner (" + settings.ownerClaim()
                            + ") and a signature by RS, PS or ES",
                    null));
        }
        return keys.authenticate(new TokenCredentials(token))
                .map(user -> claimed.get())
                .recover(cause -> {
                    wanted = true;
                    return Future.failedFuture(
                            refused("its signature, issuer, audience or time is not what it must be", cause));
                });
    }

    private static RefusedException refused(String why, @Nullable Throwable cause) {
        return new RefusedException(
                new Refusal.Unauthenticated("The token was refused: " + why + ". Get a new one from your sign-in."),
                cause);
    }

    /** What it claims; nothing is checked yet but its form. */
    static Optional<Pass> claims(String token, TokenSettings settings) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            boolean asymmetric =
                    decoded(parts[0]).getValue("alg") instanceof String algorithm && PublicKeys.isAsymmetric(algorithm);
            JsonObject claims = decoded(parts[1]);
            boolean named = claims.getValue(settings.ownerClaim()) instanceof String name
                    && !name.isBlank()
                    && name.length() <= LONGEST_NAME;
            if (!asymmetric || !named || !(claims.getValue("exp") instanceof Number end)) {
                return Optional.empty();
            }
            var caller = new Caller(claims.getString(settings.ownerClaim()), roles(claims, settings));
            return Optional.of(new Pass(caller, null, Instant.ofEpochSecond(end.longValue()), false));
        } catch (IllegalArgumentException | DateTimeException | DecodeException e) {
            return Optional.empty();
        }
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private static Set<Role> roles(JsonObject claims, TokenSettings settings) {
        Object found = claims;
        for (String name : settings.rolesClaim().split("\\.", -1)) {
            found = found instanceof JsonObject object ? object.getValue(name) : null;
        }
        boolean operator = switch (found) {
            case JsonArray list -> list.contains(TokenSettings.OPERATOR);
            case String words -> Arrays.asList(words.split(" ", -1)).contains(TokenSettings.OPERATOR);
            case null, default -> false;
        };
        return operator ? EnumSet.of(Role.USER, Role.OPERATOR) : EnumSet.of(Role.USER);
    }

    /** Looks for other keys; those there are stay when there are none to be had. */
    void refresh() {
        try {
            boolean asked = wanted;
            Optional<String> news = source.news(asked);
            if (news.isPresent()) {
                wanted = false;
                verifier = verifier(news.get());
                failed = false;
                LOGGER.atDebug().log("Read the keys of tokens");
            }
        } catch (IOException | IllegalArgumentException e) {
            if (!failed) {
                LOGGER.atError()
                        .setCause(e)
                        .addKeyValue("source", source)
                        .log("The keys of tokens stay as they were, because others cannot be had");
            }
            failed = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JWTAuth verifier(String jwkSet) {
        var must = new JWTOptions().addAudience(settings.audience()).setLeeway(LEEWAY_SECONDS);
        String issuer = settings.issuer();
        if (issuer != null) {
            must.setIssuer(issuer);
        }
        var options = new JWTAuthOptions().setJWTOptions(must);
        PublicKeys.read(jwkSet).forEach(options::addJwk);
        return JWTAuth.create(vertx, options);
    }
}
