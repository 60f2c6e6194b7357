package io.acuity.cli.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
    private final AtomicReference<Optional<String>> down = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.empty());
    private final HttpClient http = HttpClient.newHttpClient();
    private ServiceMeters meters;
    private ManagementServer server;

    @BeforeEach
    void start() {
        meters = new ServiceMeters();
        Health health = Health.all(List.of(Health.ALWAYS, new Health(down::get, notReady::get)));
        server = new ManagementServer("127.0.0.1", 0, meters.registry(), health);
    }

    @AfterEach
    void stop() {
        server.close();
        meters.close();
        http.close();
    }

    @Test
    void aServiceThatWorksIsUp() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void aServiceThatIsNotReadyLivesAndSaysWhatItWaitsFor() throws Exception {
        // given
        notReady.set(Optional.of("The view \"jobs\" is\nstill being read."));

        // then
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"DOWN\",\"detail\":\"The view \\\"jobs\\\" is still being read.\"}");
    }

    @Test
    void aServiceThatGaveUpIsNeitherAliveNorReady() throws Exception {
        // given
        down.set(Optional.of("It gave up."));

        // then
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void prometheusReadsMetersOfRequestsAndOfTheMachine() throws Exception {
        // given
        meters.requests().answered("getUpscale", 200, Duration.ofMillis(3));

        // when
        HttpResponse<String> page = get("/metrics");

        // then
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(page.body())
                .contains("acuity_http_requests_seconds_count{operation=\"getUpscale\",status=\"200\"} 1")
                .contains("acuity_http_requests_seconds_bucket{operation=\"getUpscale\"")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void whatIsNotThereIsNotFoundAndNothingCanBeChanged() throws Exception {
        assertThat(get("/v1/upscales").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(uri("/metrics"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void aPortThatIsTakenIsToldInOneSentence() {
        assertThatThrownBy(() -> new ManagementServer("127.0.0.1", server.port(), meters.registry(), Health.ALWAYS))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("--management-port");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
