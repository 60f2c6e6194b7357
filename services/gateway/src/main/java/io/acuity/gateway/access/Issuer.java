package io.acuity.gateway.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An issuer of tokens that says by itself where its keys are (OpenID Connect Discovery 1.0). Its keys are fetched again now and then,
 * and sooner when a token came that none of them signed, since issuers change them.
 */
final class Issuer implements KeySource {

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String issuer;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private Instant next = Instant.EPOCH;
    private Instant soonest = Instant.EPOCH;

    Issuer(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public Optional<String> news(boolean wanted) throws IOException, InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(wanted ? soonest : next)) {
            return Optional.empty();
        }
        soonest = now.plus(PAUSE);
        next = now.plus(PAUSE); // unless it succeeds
        String set = get(jwks());
        next = now.plus(FRESH);
        return Optional.of(set);
    }

    private URI jwks() throws IOException, InterruptedException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URI where = URI.create(base + "/.well-known/openid-configuration");
        try {
            var document = new JsonObject(get(where));
            if (!issuer.equals(document.getValue("issuer"))) {
                throw new IOException(where + " speaks for another issuer, " + document.getValue("issuer"));
            }
            URI jwks = URI.create(document.getString("jwks_uri", ""));
            if (!TokenSettings.isSafe(jwks)) {
                throw new IOException(where + " names no https address of keys");
            }
            return jwks;
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            throw new IOException(where + " is no document of an OpenID issuer", e);
        }
    }

    private String get(URI where) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(where).timeout(PATIENCE).GET().build();
        // The request's own patience ends with the head of the answer.
        CompletableFuture<HttpResponse<String>> coming =
                http.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            HttpResponse<String> answer = coming.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException(where + " answered with status " + answer.statusCode());
            }
            return answer.body();
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException(where + " did not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(where + " cannot be reached", e.getCause());
        }
    }

    @Override
    public String toString() {
        return issuer;
    }
}
