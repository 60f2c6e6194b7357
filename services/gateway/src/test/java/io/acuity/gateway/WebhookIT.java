package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.gateway.Client.Answer;
import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.webhook.WebhookSettings;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.topics.Topic;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks from submission to the call, with two gateways and a real receiver. */
class WebhookIT {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static GatewayService gateway;
    private static GatewayService silent;
    private static Client client;
    private static HttpServer receiver;
    private static final List<Call> CALLS = new CopyOnWriteArrayList<>();

    /** What the receiver got. */
    private record Call(String path, Map<String, List<String>> headers, String body) {
        String id() {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(Webhook.UNBRANDED_MSG_ID_KEY))
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .getFirst();
        }

        JsonObject json() {
            return new JsonObject(body);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", WebhookIT::receive);
        receiver.start();
        house = GatewayHouse.start(directory, 2);
        house.track();
        var unused = house.work();
        var webhooks = new WebhookSettings(SECRET, Set.of("127.0.0.1"), 3, Duration.ofMillis(50));
        gateway = house.serve(settings(webhooks));
        GatewayService neighbour = house.serve(settings(webhooks));
        silent = house.serve(house.settings(GatewayHouse.ANY));
        client = new Client(gateway.port());
        GatewayHouse.awaitCaughtUp(gateway);
        // Whoever joins the group later takes over what is being called, and begins anew: no count of calls would hold.
        await().atMost(SOON).until(() -> heldBy(gateway) == 1 && heldBy(neighbour) == 1);
    }

    @AfterAll
    static void stop() {
        house.close();
        receiver.stop(0);
    }

    private static int heldBy(GatewayService service) {
        return service.webhooks().orElseThrow() instanceof LaneState.Running running ? running.partitions() : 0;
    }

    private static GatewaySettings settings(WebhookSettings webhooks) {
        return new GatewaySettings(
                "127.0.0.1",
                0,
                house.kafka(),
                house.blobs(),
                GatewayHouse.ANY,
                GatewayLimits.DEFAULT,
                webhooks,
                AccessSettings.THIS_MACHINE,
                null);
    }

    // The paths say how often to fail: /twice-… answers 500 twice, /never-… always, /gone-… answers 410.
    private static void receive(HttpExchange http) throws IOException {
        String path = http.getRequestURI().getPath();
        CALLS.add(new Call(
                path,
                Map.copyOf(http.getRequestHeaders()),
                new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        long before = callsTo(path).size();
        boolean fails = path.startsWith("/never") || (path.startsWith("/twice") && before <= 2);
        int status = path.startsWith("/gone") ? 410 : fails ? 500 : 204;
        http.sendResponseHeaders(status, -1);
        http.close();
    }

    private static List<Call> callsTo(String path) {
        return CALLS.stream().filter(call -> call.path().equals(path)).toList();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    private static String submit(String query, int image) throws Exception {
        byte[] bytes = new byte[3_000];
        new Random(image).nextBytes(bytes);
        Answer answer = client.post(query, bytes);
        assertThat(answer.status())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(202);
        return answer.json().getString("id");
    }

    @Test
    void theEndIsToldOnceSignedAndAgainUntilItIsTaken() throws Exception {
        // when
        String id = submit("?webhook=" + url("/twice-end"), 1);

        // then: two failures, then taken, each time as the same event
        await().atMost(SOON).until(() -> callsTo("/twice-end").size() == 3);
        List<Call> calls = callsTo("/twice-end");
        assertThat(calls).extracting(Call::id).containsOnly(id + ".succeeded");
        for (Call call : calls) {
            new Webhook(SECRET).verify(call.body(), lowerCase(call.headers()));
            assertThat(call.json().getString("type")).isEqualTo("job.succeeded");
            assertThat(call.json().getJsonObject("data").getString("id")).isEqualTo(id);
        }
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        header -> header.getKey().toLowerCase(java.util.Locale.ROOT), Map.Entry::getValue));
    }

    @Test
    void onlyTheStatesThatWereAskedForAreTold() throws Exception {
        // when
        String id = submit("?webhookStates=started,cancelled&seed=" + FakeWorker.HOLD + "&webhook=" + url("/some"), 2);
        await().atMost(SOON).until(() -> callsTo("/some").size() == 1);
        client.delete("/v1/upscales/" + id);

        // then
        await().atMost(SOON).until(() -> callsTo("/some").size() == 2);
        assertThat(callsTo("/some")).extracting(Call::id).containsExactly(id + ".started", id + ".cancelled");
    }

    @Test
    void whatIsNeverTakenEndsAsADeadLetter() throws Exception {
        // given
        List<DeadLetter> letters = new CopyOnWriteArrayList<>();
        try (var tail = EventTail.open(house.kafka(), Topic.DEAD_LETTERS, new TailStart.End(), (key, letter) -> {
            if (letter != null) {
                letters.add(letter);
            }
        })) {
            tail.caughtUp().get(20, TimeUnit.SECONDS);

            // when
            String never = submit("?webhook=" + url("/never-taken"), 3);
            String gone = submit("?webhook=" + url("/gone-away"), 4);

            // then: three attempts for the one, one for the other
            await().atMost(SOON).until(() -> letters.size() == 2);
            assertThat(letters).extracting(DeadLetter::getJobId).containsExactlyInAnyOrder(never, gone);
            assertThat(letters).extracting(DeadLetter::getCode).containsOnly(FailureCode.WEBHOOK_UNDELIVERED);
            assertThat(callsTo("/never-taken")).hasSize(3);
            assertThat(callsTo("/gone-away")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhook=http://example.org/x",
                "webhook=ftp://example.org/x",
                "webhook=https://user:word@example.org/",
                "webhook=not%20a%20url",
                "webhook=https://example.org/&webhookStates=sometimes",
                "webhookStates=started"
            })
    void aWebhookThatIsNeverCalledIsRefusedAtOnce(String query) throws Exception {
        // when
        Answer answer = client.post("?" + query, new byte[] {1, 2, 3});

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("code")).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void aGatewayWithoutASecretRefusesWebhooks() throws Exception {
        // when
        Answer answer = new Client(silent.port()).post("?webhook=https://example.org/x", new byte[] {1, 2, 3});

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("detail")).contains("secret");
    }
}
