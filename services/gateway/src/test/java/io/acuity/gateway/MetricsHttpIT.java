package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.MetricsWindow;
import io.acuity.gateway.Client.Answer;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.metrics.LatencySums;
import io.acuity.streaming.metrics.MetricsWindows;
import io.acuity.streaming.topics.Topic;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsHttpIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CHECKPOINT = "acuity-s-x4@0123456789ab";

    private static final Set<String> ANSWERED = ConcurrentHashMap.newKeySet();

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static GatewayService gateway;
    private static EventPublisher publisher;
    private static Client client;

    @BeforeAll
    static void start() {
        house = GatewayHouse.start(directory);
        gateway = house.keep(GatewayService.start(
                house.settings(GatewayHouse.ANY), (operation, status, took) -> ANSWERED.add(operation + " " + status)));
        client = new Client(gateway.port());
        publisher = house.publisher();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void anyGatewayTellsWhatBecameOfJobs() throws Exception {
        // given: a window that was written twice while it filled
        Instant start = MetricsWindows.start(Instant.now().minusSeconds(120), MetricsWindows.LENGTH);
        publish(window(start, 1));
        publish(window(start, 3));
        publish(window(start.plus(MetricsWindows.LENGTH), 2));

        // when
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(metrics("?limit=1")
                                .getJsonArray("windows")
                                .getJsonObject(0)
                                .getLong("succeeded"))
                        .isEqualTo(2));
        JsonObject answer = metrics("?model=acuity-s-x4");

        // then
        assertThat(answer.getString("window")).isEqualTo("PT1M");
        assertThat(answer.getBoolean("truncated")).isFalse();
        assertThat(answer.getJsonArray("windows")).hasSize(2);
        JsonObject older = answer.getJsonArray("windows").getJsonObject(1);
        assertThat(older.getString("checkpoint")).isEqualTo(CHECKPOINT);
        assertThat(older.getLong("succeeded")).isEqualTo(3);
        assertThat(older.getJsonObject("failures").getLong("INTERNAL")).isEqualTo(1);
        assertThat(older.getDouble("savedByMasks")).isEqualTo(0.25);
        assertThat(older.getJsonObject("latencyMs").getLong("p99")).isEqualTo(120);
        assertThat(older.getString("start")).isEqualTo(start.toString());
        assertThat(metrics("?model=other").getJsonArray("windows")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?window=PT7M", "?limit=0", "?limit=many", "?from=yesterday", "?to=2020-01-01&from=2021"})
    void whatDoesNotFitTheContractIsAProblem(String query) throws Exception {
        // when
        Answer answer = client.get("/v1/metrics" + query);

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("code")).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void eachAnswerIsToldByOperationAndStatus() throws Exception {
        // when
        client.get("/v1/models");
        client.get("/v1/upscales?limit=0");
        client.get("/v1/nothing");

        // then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ANSWERED).contains("listModels 200", "listUpscales 400", "other 404"));
        assertThat(gateway.obstacle()).isEmpty();
        assertThat(gateway.jobCounts().known()).isZero();
    }

    private static JsonObject metrics(String query) throws Exception {
        Answer answer = client.get("/v1/metrics" + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static void publish(MetricsWindow window) throws Exception {
        publisher.publish(Topic.METRICS, MetricsWindows.key(window), window).get(10, TimeUnit.SECONDS);
    }

    private static MetricsWindow window(Instant start, long succeeded) {
        return MetricsWindow.newBuilder()
                .setModel("acuity-s-x4")
                .setCheckpoint(CHECKPOINT)
                .setStart(start)
                .setEnd(start.plus(MetricsWindows.LENGTH))
                .setSucceeded(succeeded)
                .setFailed(1)
                .setFailures(Map.of("INTERNAL", 1L))
                .setNetworkPixels(75)
                .setDenseNetworkPixels(100)
                .setLatency(LatencySums.of(120))
                .build();
    }
}
