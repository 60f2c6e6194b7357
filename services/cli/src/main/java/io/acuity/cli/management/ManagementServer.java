package io.acuity.cli.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.acuity.cli.console.Console;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /health/live}, {@code GET /health/ready} and, for Prometheus, {@code GET /metrics}. The JDK's server is enough
 * for pages that a probe and a scraper read; each request has a virtual thread.
 */
public final class ManagementServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Page(int status, String mediaType, String body) {}

    /**
     * Begins to listen.
     *
     * @param port 0 takes a free one
     * @throws UncheckedIOException when the port is taken or the address is not this machine's
     */
    public ManagementServer(String host, int port, PrometheusMeterRegistry registry, Health health) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The management port cannot be opened at " + host + ":" + port
                            + "; choose another one with --management-port.",
                    e);
        }
        // Whoever scrapes hears it too, so that alerts need no prober.
        gauge(registry, "acuity.live", "1 unless the process gave up", health.down());
        gauge(registry, "acuity.ready", "1 while it can work", () -> obstacle(health));
        Map<String, Supplier<Page>> pages = Map.of(
                "/metrics", () -> new Page(OK, PROMETHEUS, registry.scrape()),
                "/health/live", () -> health(health.down().get()),
                "/health/ready", () -> health(obstacle(health)));
        server.createContext("/", exchange -> answer(exchange, pages));
        server.setExecutor(threads);
        server.start();
    }

    private static void gauge(
            PrometheusMeterRegistry registry, String name, String help, Supplier<Optional<String>> trouble) {
        Gauge.builder(name, () -> trouble.get().isPresent() ? 0 : 1)
                .description(help)
                .register(registry);
    }

    private static Optional<String> obstacle(Health health) {
        return health.down().get().or(health.notReady());
    }

    /** Tells people where it listens; nothing where there is none. */
    public static void note(@Nullable ManagementServer server, Console console) {
        if (server != null) {
            console.note("acuity: health and metrics at port " + server.port() + ".");
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static Page health(Optional<String> trouble) {
        return trouble.map(
                        why -> new Page(UNAVAILABLE, JSON, "{\"status\":\"DOWN\",\"detail\":\"" + escaped(why) + "\"}"))
                .orElseGet(() -> new Page(OK, JSON, "{\"status\":\"UP\"}"));
    }

    private static String escaped(String sentence) {
        return sentence.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }

    private static void answer(HttpExchange exchange, Map<String, Supplier<Page>> pages) throws IOException {
        try (exchange) {
            Supplier<Page> page = pages.get(exchange.getRequestURI().getPath());
            if (page == null) {
                send(exchange, new Page(NOT_FOUND, JSON, "{\"pages\":\"/health/live /health/ready /metrics\"}"));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, new Page(METHOD_NOT_ALLOWED, JSON, "{\"methods\":\"GET\"}"));
            } else {
                send(exchange, page.get());
            }
        }
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", page.mediaType);
        exchange.sendResponseHeaders(page.status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
