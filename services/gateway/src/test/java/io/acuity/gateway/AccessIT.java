package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.gateway.Client.Answer;
import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.access.ApiKey;
import io.acuity.gateway.access.KeyFile;
import io.acuity.gateway.access.Role;
import io.acuity.gateway.access.SignedTokens;
import io.acuity.gateway.access.TokenSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways with the same keys, tokens and session secret; who sees what, and who does not. */
class AccessIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] IMAGE = {1, 2, 3};

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static GatewayService gateway;
    private static Client client;
    private static Client other;
    private static KeyFile keys;
    private static SignedTokens issuer;
    private static String anna;
    private static String bert;
    private static String olga;

    @BeforeAll
    static void start() throws Exception {
        keys = new KeyFile(directory.resolve("keys.json"));
        anna = key("anna", Role.USER);
        bert = key("bert", Role.USER);
        olga = key("olga", Role.OPERATOR);
        issuer = new SignedTokens();
        Files.writeString(directory.resolve("jwks.json"), issuer.jwkSet());
        house = GatewayHouse.start(directory, 2);
        house.track();
        var unused = house.work();
        gateway = house.serve(settings());
        GatewayService neighbour = house.serve(settings());
        client = new Client(gateway.port());
        other = new Client(neighbour.port());
        GatewayHouse.awaitCaughtUp(gateway, neighbour);
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    private static String key(String owner, Role role) {
        ApiKey.Fresh made = ApiKey.make(owner, EnumSet.of(Role.USER, role), Instant.now());
        keys.add(made.key());
        return made.secret();
    }

    private static GatewaySettings settings() {
        var tokens =
                new TokenSettings(directory.resolve("jwks.json"), "https://issuer.example", "acuity", "sub", "roles");
        return house.settings(GatewayHouse.ANY)
                .withAccess(new AccessSettings(
                        directory.resolve("keys.json"), tokens, "a secret that both gateways are told", false));
    }

    private static Answer ask(String secret, String method, String path, String... headers) throws Exception {
        return ask(client, secret, method, path, headers);
    }

    private static Answer ask(Client at, String secret, String method, String path, String... headers)
            throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("Authorization", "Bearer " + secret));
        for (int index = 0; index < headers.length; index += 2) {
            all.put(headers[index], headers[index + 1]);
        }
        return at.send(method, path, all, new byte[0]);
    }

    private static String submit(String secret, String query, String... headers) throws Exception {
        Map<String, String> all =
                new HashMap<>(Map.of("Authorization", "Bearer " + secret, "Content-Type", "image/png"));
        for (int index = 0; index < headers.length; index += 2) {
            all.put(headers[index], headers[index + 1]);
        }
        Answer answer = client.send("POST", "/v1/upscales" + query, all, IMAGE);
        assertThat(answer.status()).isEqualTo(202);
        return answer.json().getString("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer acuity_wrong", "Bearer x.y.z", "Basic YTpi", "acuity_wrong"})
    void whoShowsNothingGoodIsTurnedAway(String authorization) throws Exception {
        // given
        Map<String, String> headers = authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization);

        for (String path : List.of("/v1/upscales", "/v1/models", "/v1/events", "/v1/session", "/anything")) {
            // when
            Answer answer = client.send("GET", path, headers, new byte[0]);

            // then
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.json().getString("code")).isEqualTo("UNAUTHENTICATED");
        }
        assertThat(client.send("POST", "/v1/upscales", headers, new byte[300_000])
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/main.js", "/openapi.yaml", "/health/live", "/health/ready"})
    void whatHoldsNobodysSecretsIsOpen(String path) throws Exception {
        assertThat(client.get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/../v1/upscales",
                "/page/%2e%2e/v1/upscales",
                "//v1/upscales",
                "/v1//upscales",
                "/health/live/../../v1/upscales"
            })
    void noDetourLeadsAroundTheDoor(String path) throws Exception {
        // when: as it stands, which a client of good manners would not send
        String status = Raw.get(gateway.port(), path);

        // then
        assertThat(status).matches("HTTP/1.1 (401|404) .*");
    }

    @Test
    void everybodySeesTheirOwnJobsAloneAndAnOperatorAll() throws Exception {
        // given
        String annas = submit(anna, "");
        String berts = submit(bert, "?seed=" + FakeWorker.HOLD);
        await().atMost(SOON).untilAsserted(() -> assertThat(other(olga, annas)).isEqualTo("succeeded"));
        await().atMost(SOON).untilAsserted(() -> assertThat(other(olga, berts)).isEqualTo("started"));

        // when, then: as if there were no such job
        String job = "/v1/upscales/" + annas;
        for (Client at : List.of(client, other)) {
            assertThat(ask(at, anna, "GET", job).json().getString("owner")).isEqualTo("anna");
            assertThat(ask(at, anna, "GET", job + "/result").body()).isEqualTo(IMAGE);
            for (String path : List.of(job, job + "/result", job + "/overlay", job + "/previews/1", job + "/events")) {
                Answer answer = ask(at, bert, "GET", path);
                assertThat(answer.status()).as(path).isEqualTo(404);
                assertThat(answer.json().getString("code")).isEqualTo("UNKNOWN_JOB");
            }
            assertThat(ids(ask(at, anna, "GET", "/v1/upscales")))
                    .contains(annas)
                    .doesNotContain(berts);
            assertThat(ids(ask(at, bert, "GET", "/v1/upscales")))
                    .contains(berts)
                    .doesNotContain(annas);
            assertThat(ids(ask(at, olga, "GET", "/v1/upscales"))).contains(annas, berts);
        }
        assertThat(ask(anna, "DELETE", "/v1/upscales/" + berts).status()).isEqualTo(404);
        assertThat(ask(bert, "DELETE", "/v1/upscales/" + berts).status()).isEqualTo(202);
    }

    private static String other(String secret, String id) throws Exception {
        return String.valueOf(
                ask(other, secret, "GET", "/v1/upscales/" + id).json().getString("status"));
    }

    private static List<String> ids(Answer list) {
        return list.json().getJsonArray("jobs").stream()
                .map(job -> ((JsonObject) job).getString("id"))
                .toList();
    }

    @Test
    void theStreamOfAllJobsTellsOfOnesOwn() throws Exception {
        try (EventReader mine = new EventReader(gateway.port(), "/v1/events", "0", anna)) {
            // when
            var heard = mine.until(event -> event.data().getString("status").equals("succeeded"));
            submit(bert, "");
            submit(anna, "");

            // then
            assertThat(heard.get(20, TimeUnit.SECONDS))
                    .isNotEmpty()
                    .allSatisfy(
                            event -> assertThat(event.data().getString("owner")).isEqualTo("anna"));
        }
    }

    @Test
    void oneKeyOfIdempotencyIsTwoJobsForTwoOwnersAndOneForTwoKeysOfOne() throws Exception {
        // given
        String annasSecond = key("anna", Role.USER);
        await().atMost(SOON).until(() -> ask(annasSecond, "GET", "/v1/session").status() == 200);

        // when
        String first = submit(anna, "", "Idempotency-Key", "once");
        String second = submit(annasSecond, "", "Idempotency-Key", "once");
        String berts = submit(bert, "", "Idempotency-Key", "once");

        // then
        assertThat(second).isEqualTo(first);
        assertThat(berts).isNotEqualTo(first);
    }

    @Test
    void clipsHaveOwnersToo() throws Exception {
        // given
        Answer accepted = client.send(
                "POST", "/v1/videos", Map.of("X-Api-Key", anna, "Content-Type", "video/mp4"), new byte[] {1, 2, 3, 4});
        assertThat(accepted.status()).isEqualTo(202);
        String clip = "/v1/videos/" + accepted.json().getString("id");

        // when, then
        await().atMost(SOON).until(() -> ask(other, olga, "GET", clip).status() == 200);
        assertThat(ask(other, anna, "GET", clip).json().getString("owner")).isEqualTo("anna");
        for (String path : List.of(clip, clip + "/result", clip + "/events")) {
            assertThat(ask(bert, "GET", path).status()).as(path).isEqualTo(404);
        }
        assertThat(ask(bert, "DELETE", clip).status()).isEqualTo(404);
        assertThat(ask(bert, "GET", "/v1/videos").json().getJsonArray("videos")).isEmpty();
        assertThat(ask(olga, "GET", "/v1/videos").json().getJsonArray("videos")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/datasets/street/samples",
        "DELETE, /v1/datasets/street/samples/0123456789abcdef",
        "POST, /v1/rollouts/acuity-s-x4",
        "POST, /v1/rollouts/acuity-s-x4/promote",
        "POST, /v1/rollouts/acuity-s-x4/rollback",
        "GET, /v1/metrics"
    })
    void whatConcernsAllIsForOperators(String method, String path) throws Exception {
        // when
        Answer users = ask(anna, method, path);
        Answer operators = ask(olga, method, path);

        // then
        assertThat(users.status()).isEqualTo(403);
        assertThat(users.json().getString("code")).isEqualTo("FORBIDDEN");
        assertThat(operators.status()).isNotIn(401, 403);
    }

    @Test
    void aRevokedKeyStopsWithinSecondsWithItsSessionAndNeedsNoRestart() throws Exception {
        // given
        String fleeting = key("carl", Role.USER);
        await().atMost(SOON).until(() -> ask(fleeting, "GET", "/v1/upscales").status() == 200);
        String cookie = cookie(ask(fleeting, "POST", "/v1/session"));
        assertThat(withCookie(client, "GET", "/v1/upscales", cookie).status()).isEqualTo(200);

        // when
        String id = keys.read().stream()
                .filter(key -> key.owner().equals("carl"))
                .findFirst()
                .orElseThrow()
                .id();
        keys.remove(id);

        // then
        await().atMost(Duration.ofSeconds(5))
                .until(() -> ask(fleeting, "GET", "/v1/upscales").status() == 401
                        && ask(other, fleeting, "GET", "/v1/upscales").status() == 401);
        assertThat(withCookie(client, "GET", "/v1/upscales", cookie).status()).isEqualTo(401);
        assertThat(ask(anna, "GET", "/v1/upscales").status()).isEqualTo(200);
    }

    @Test
    void aTokenDoesWhatAKeyDoes() throws Exception {
        // given
        String dora = issuer.sign(SignedTokens.claims("dora"));
        String boss =
                issuer.sign(SignedTokens.claims("boss").put("roles", new JsonArray().add(TokenSettings.OPERATOR)));

        // when
        String id = submit(dora, "");

        // then
        assertThat(ask(dora, "GET", "/v1/upscales/" + id).json().getString("owner"))
                .isEqualTo("dora");
        assertThat(ask(anna, "GET", "/v1/upscales/" + id).status()).isEqualTo(404);
        assertThat(ask(boss, "GET", "/v1/upscales/" + id).status()).isEqualTo(200);
        assertThat(ask(dora + "x", "GET", "/v1/upscales").status()).isEqualTo(401);
    }

    @Test
    void aSessionStandsForItsKeyAtEveryGatewayAndChangesThingsFromThePageAlone() throws Exception {
        // when
        Answer begun = ask(anna, "POST", "/v1/session");
        String cookie = cookie(begun);

        // then
        assertThat(begun.header("Set-Cookie"))
                .containsIgnoringCase("; HttpOnly")
                .contains("; SameSite=Strict", "; Path=/");
        assertThat(begun.json()).isEqualTo(new JsonObject("{\"name\":\"anna\",\"roles\":[\"user\"],\"open\":false}"));
        assertThat(withCookie(other, "GET", "/v1/session", cookie).json().getString("name"))
                .isEqualTo("anna");
        String id = submit(anna, "?seed=" + FakeWorker.HOLD);
        assertThat(withCookie(other, "GET", "/v1/upscales", cookie).status()).isEqualTo(200);
        Answer forged = withCookie(client, "DELETE", "/v1/upscales/" + id, cookie);
        assertThat(forged.status()).isEqualTo(403);
        Map<String, String> fromPage = Map.of("Cookie", cookie, "X-Acuity-Page", "1");
        assertThat(client.send("DELETE", "/v1/upscales/" + id, fromPage, new byte[0])
                        .status())
                .isEqualTo(202);
        assertThat(client.send("POST", "/v1/session", fromPage, new byte[0]).status())
                .isEqualTo(401);
        Answer ended = client.send("DELETE", "/v1/session", fromPage, new byte[0]);
        assertThat(ended.status()).isEqualTo(204);
        assertThat(ended.header("Set-Cookie")).contains("Max-Age=0");
    }

    private static String cookie(Answer begun) {
        assertThat(begun.status()).isEqualTo(200);
        return begun.header("Set-Cookie").split(";", 2)[0];
    }

    private static Answer withCookie(Client at, String method, String path, String cookie) throws Exception {
        return at.send(method, path, Map.of("Cookie", cookie), new byte[0]);
    }
}
