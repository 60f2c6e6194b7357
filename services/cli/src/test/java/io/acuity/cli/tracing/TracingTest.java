package io.acuity.cli.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.acuity.streaming.trace.Traces;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    private final CompletableFuture<String> exported = new CompletableFuture<>();
    private HttpServer collector;

    @BeforeEach
    void collect() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            byte[] spans = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            exported.complete(new String(spans, StandardCharsets.ISO_8859_1));
        });
        collector.start();
        // What the SDK reads beside the environment, which a test cannot set.
        System.setProperty(
                ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        System.clearProperty(ENDPOINT);
        collector.stop(0);
    }

    @Test
    void nothingIsTracedUnlessTheEnvironmentSaysWhereTo() {
        assertThat(Tracing.of("acuity-test", Map.of()).traces()).isSameAs(Traces.OFF);
        assertThat(Tracing.of("acuity-test", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "))
                        .traces())
                .isSameAs(Traces.OFF);
        assertThat(Tracing.of("acuity-test", Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", "x"))
                        .traces())
                .isSameAs(Traces.OFF);
        assertThat(Tracing.of("acuity-test", Map.of("OTEL_SDK_DISABLED", "true", "OTEL_TRACES_EXPORTER", "otlp"))
                        .traces())
                .isSameAs(Traces.OFF);
    }

    @Test
    void spansAreAllSentOverHttpBeforeTheProcessEnds() throws Exception {
        // given
        Tracing tracing = Tracing.of("acuity-test", Map.of("OTEL_TRACES_EXPORTER", "otlp"));

        // when
        tracing.traces().tracer().spanBuilder("only span").startSpan().end();
        tracing.close();

        // then
        assertThat(exported.get(20, TimeUnit.SECONDS)).contains("only span", "acuity-test", "service.version");
    }
}
