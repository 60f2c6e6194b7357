package io.acuity.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final String ISSUER = "https://issuer.example";

    private static Vertx vertx;
    private static SignedTokens issuer;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        issuer = new SignedTokens();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private Tokens tokens() throws Exception {
        Path file = folder.resolve("jwks.json");
        Files.writeString(file, issuer.jwkSet());
        var tokens = new Tokens(
                vertx, new TokenSettings(file, ISSUER, "acuity", "sub", "realm_access.roles"), Clock.systemUTC());
        tokens.refresh();
        return tokens;
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256 r", "ES256 e", "PS256 p"})
    void aTokenOfTheIssuerNamesItsBearer(String how) throws Exception {
        // given
        String[] algorithmAndKey = how.split(" ", -1);

        // when
        Future<Pass> pass =
                tokens().read(issuer.sign(algorithmAndKey[0], algorithmAndKey[1], SignedTokens.claims("anna")));

        // then
        assertThat(pass.cause()).isNull();
        assertThat(pass.result().caller().name()).isEqualTo("anna");
        assertThat(pass.result().caller().isOperator()).isFalse();
    }

    @Test
    void aRoleMakesAnOperator() throws Exception {
        // given
        JsonObject claims = SignedTokens.claims("olga")
                .put(
                        "realm_access",
                        new JsonObject().put("roles", new JsonArray().add("x").add(TokenSettings.OPERATOR)));

        // when, then
        assertThat(tokens().read(issuer.sign(claims)).result().caller().isOperator())
                .isTrue();
    }

    static Stream<Arguments> wrongClaims() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                wrong("ended", claims -> claims.put("exp", now - 60)),
                wrong("without an end", claims -> withoutMember(claims, "exp")),
                wrong("not yet good", claims -> claims.put("nbf", now + 300)),
                wrong("of another issuer", claims -> claims.put("iss", "https://other.example")),
                wrong("of no issuer", claims -> withoutMember(claims, "iss")),
                wrong("for another service", claims -> claims.put("aud", "payroll")),
                wrong("for no service", claims -> withoutMember(claims, "aud")),
                wrong("of nobody", claims -> withoutMember(claims, "sub")),
                wrong("of a blank name", claims -> claims.put("sub", " ")));
    }

    private static Arguments wrong(String what, UnaryOperator<JsonObject> change) {
        return Arguments.of(what, change.apply(SignedTokens.claims("anna")));
    }

    private static JsonObject withoutMember(JsonObject claims, String member) {
        claims.remove(member);
        return claims;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void aTokenIsRefusedThatIs(String what, JsonObject claims) throws Exception {
        assertRefused(tokens().read(issuer.sign(claims)));
    }

    @Test
    void whatTheIssuerDidNotSignIsRefused() throws Exception {
        // given
        Tokens tokens = tokens();
        JsonObject claims = SignedTokens.claims("anna");
        String good = issuer.sign(claims);
        String[] parts = good.split("\\.", -1);
        String others = new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("anna", "olga");

        // when, then
        assertRefused(tokens.read(issuer.sign("none", "r", claims)));
        assertRefused(tokens.read(parts[0] + "." + parts[1] + "."));
        assertRefused(tokens.read(parts[0] + "." + parts[1]));
        assertRefused(tokens.read(issuer.sign("HS256", "s", claims)));
        assertRefused(tokens.read(issuer.signedWithThePublicKey(claims)));
        assertRefused(tokens.read(new SignedTokens().sign(claims)));
        assertRefused(tokens.read(parts[0] + "."
                + java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(others.getBytes(StandardCharsets.UTF_8))
                + "." + parts[2]));
        assertRefused(tokens.read("…"));
        assertThat(tokens.read(good).succeeded()).isTrue();
    }

    private static void assertRefused(Future<Pass> read) {
        assertThat(read.failed()).isTrue();
        assertThat(((RefusedException) read.cause()).refusal()).isInstanceOf(Refusal.Unauthenticated.class);
    }

    @Test
    void aSetWithoutUsableKeysLetsNobodyIn() {
        // an empty one would have the library take unsigned tokens
        assertThatThrownBy(() -> PublicKeys.read("{\"keys\": []}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublicKeys.read("{\"keys\": [{\"kty\": \"oct\", \"k\": \"Z3Vlc3M\"}]}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIssuerIsAskedForItsKeysAndAgainWhenTheyChange() throws Exception {
        // given
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        var newIssuer = new SignedTokens();
        var set = new String[] {issuer.jwkSet()};
        server.createContext("/", http -> {
            String body = http.getRequestURI().getPath().equals("/keys")
                    ? set[0]
                    : new JsonObject()
                            .put("issuer", address)
                            .put("jwks_uri", address + "/keys")
                            .encode();
            http.sendResponseHeaders(200, body.length());
            http.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            http.close();
        });
        server.start();
        try {
            var clock = new MovedClock();
            var tokens = new Tokens(vertx, new TokenSettings(null, address, "acuity", "sub", "roles"), clock);
            JsonObject claims = SignedTokens.claims("anna").put("iss", address);

            // when, then: before it was asked nobody can tell
            assertThat(((RefusedException) tokens.read(issuer.sign(claims)).cause()).refusal())
                    .isInstanceOf(Refusal.NotReady.class);
            tokens.refresh();
            assertThat(tokens.read(issuer.sign(claims)).succeeded()).isTrue();

            // and when: it signs with another key
            set[0] = newIssuer.jwkSet();
            assertRefused(tokens.read(newIssuer.sign(claims)));
            clock.move(31);
            tokens.refresh();

            // then
            assertThat(tokens.read(newIssuer.sign(claims)).succeeded()).isTrue();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anEndThatNoClockReachesIsRefusedAndNoFault() throws Exception {
        // given
        JsonObject claims = SignedTokens.claims("anna").put("exp", Long.MAX_VALUE);

        // when
        Future<Pass> pass = tokens().read(issuer.sign(claims));

        // then
        assertThat(pass.cause()).isInstanceOf(RefusedException.class).hasMessageContaining("not a JWT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"kty\":null}", "{\"kty\":1}", "{\"kty\":\"RSA\",\"use\":1}", "{\"kty\":\"EC\",\"crv\":null}"})
    void keysWithMembersOfOtherKindsArePassedOver(String strange) {
        // given
        String set = "{\"keys\":[" + strange + ",{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}";

        // then
        assertThat(PublicKeys.read(set)).hasSize(1);
    }
}
