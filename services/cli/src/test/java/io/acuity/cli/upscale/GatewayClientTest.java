package io.acuity.cli.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayClientTest {

    private static final int ROOM = 202;

    @TempDir
    private Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private Path image;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        image = Files.write(folder.resolve("image.png"), new byte[] {1, 2, 3});
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anImageWaitsUntilTheGatewayHasRoom() throws Exception {
        // given
        answer(503, "QUEUE_FULL", 429, "RATE_EXCEEDED", 503, "BUSY", ROOM, "");

        // when
        String id;
        try (GatewayClient client = client()) {
            id = client.submit(image, new Order(Map.of(), null));
        }

        // then
        assertThat(id).isEqualTo("a");
        assertThat(asked).hasValue(4);
    }

    @Test
    void anotherProblemIsToldAtOnce() {
        // given
        answer(503, "BROKER_UNREACHABLE");

        // then
        try (GatewayClient client = client()) {
            assertThatThrownBy(() -> client.submit(image, new Order(Map.of(), null)))
                    .isInstanceOfSatisfying(
                            JobProblem.class,
                            problem -> assertThat(problem.code()).isEqualTo("BROKER_UNREACHABLE"));
        }
        assertThat(asked).hasValue(1);
    }

    private GatewayClient client() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new GatewayClient(OpenGateway.own(url, () -> {}));
    }

    /** Pairs of status and code, in the order in which they are answered. */
    private void answer(Object... answers) {
        server.createContext("/", http -> {
            int number = asked.getAndIncrement();
            byte[] body = ("{\"id\":\"a\",\"code\":\"" + answers[2 * number + 1] + "\",\"detail\":\"No.\"}")
                    .getBytes(StandardCharsets.UTF_8);
            http.getRequestBody().readAllBytes();
            http.getResponseHeaders().set("Retry-After", "0");
            http.sendResponseHeaders((int) answers[2 * number], body.length);
            http.getResponseBody().write(body);
            http.close();
        });
    }
}
