package io.acuity.cli.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrowdTest {

    /** Every second submission is accepted, every fourth refused with Retry-After, every fourth without. */
    @Test
    void everyAnswerIsCounted() throws Exception {
        // given
        var count = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/upscales", http -> {
            int number = count.getAndIncrement() % 4;
            byte[] body = (number % 2 == 0 ? "{}" : "{\"code\":\"QUEUE_FULL\"}").getBytes(StandardCharsets.UTF_8);
            if (number == 1) {
                http.getResponseHeaders().set("Retry-After", "1");
            }
            http.getRequestBody().readAllBytes();
            http.sendResponseHeaders(number % 2 == 0 ? 202 : 503, body.length);
            http.getResponseBody().write(body);
            http.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/upscales");

        // when
        Crowd.Reception reception;
        try (Crowd crowd = new Crowd(address, new byte[] {1})) {
            reception = crowd.come(40, 1);
        } finally {
            server.stop(0);
        }

        // then
        assertThat(reception.answers()).isEqualTo(Map.of("ACCEPTED", 20L, "QUEUE_FULL", 20L));
        assertThat(reception.withoutRetryAfter()).isEqualTo(10);
        assertThat(reception.offeredPerSecond() / reception.acceptedPerSecond()).isEqualTo(2);
    }
}
