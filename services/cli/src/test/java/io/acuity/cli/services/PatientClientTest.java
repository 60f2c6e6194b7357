package io.acuity.cli.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PatientClientTest {
    private static final int OK = 202;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-3", "Wed, 21 Oct 2026 07:28:00 GMT", "soon", "99999999999999999999"})
    void comesAgainHoweverTheTimeIsTold(String retryAfter) throws Exception {
        // given
        full(1, retryAfter);

        // when
        HttpResponse<byte[]> answer = client(Duration.ofSeconds(20)).send(order());

        // then
        assertThat(answer.statusCode()).isEqualTo(OK);
        assertThat(asked).hasValue(2);
    }

    @Test
    void waitsNoLongerThanItsPatienceForAGatewayThatNamesAnHour() throws Exception {
        // given
        full(Integer.MAX_VALUE, "3600");

        // when
        HttpResponse<byte[]> answer = client(Duration.ofMillis(300)).send(order());

        // then
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(asked).as("once at the start, once at the end").hasValue(2);
    }

    private PatientClient client(Duration patience) {
        return new PatientClient(http, patience);
    }

    private HttpRequest order() {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .build();
    }

    /** The gateway has no room for the first requests. */
    private void full(int times, String retryAfter) {
        server.createContext("/", exchange -> {
            boolean refused = asked.getAndIncrement() < times;
            byte[] body = "{\"code\":\"RATE_EXCEEDED\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            exchange.sendResponseHeaders(refused ? 429 : OK, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
