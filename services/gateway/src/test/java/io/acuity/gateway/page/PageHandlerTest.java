package io.acuity.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PageHandlerTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Vertx vertx;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        port = vertx.createHttpServer()
                .requestHandler(new PageHandler().mount(Router.router(vertx)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theEntryAllowsNothingFromElsewhereAndHasNothingInline() throws Exception {
        // when
        HttpResponse<String> page = get("/");

        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Content-Security-Policy")).startsWith("default-src 'self';");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body())
                .doesNotContain("http://", "https://", " style=", "<style", " onclick=")
                .doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() throws Exception {
        // given
        String tag = header(get("/page/main.js"), "ETag");

        // when
        HttpResponse<String> again = get("/page/main.js", "If-None-Match", tag);
        HttpResponse<String> changed = get("/page/main.js", "If-None-Match", "\"another\"");

        // then
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(header(changed, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(get("/page/chart-4.5.1.js"), "Cache-Control")).contains("immutable");
    }

    @Test
    void onlyThePageIsServed() throws Exception {
        assertThat(get("/page/").statusCode()).isEqualTo(404);
        assertThat(get("/page/../openapi.yaml").statusCode()).isEqualTo(404);
        assertThat(get("/page/%2e%2e/%2e%2e/openapi.yaml").statusCode()).isEqualTo(404);
        assertThat(send(request("/").method("POST", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
        HttpResponse<String> head = send(request("/page/page.css").HEAD());
        assertThat(head.body()).isEmpty();
        assertThat(Integer.parseInt(header(head, "Content-Length"))).isPositive();
    }

    @Test
    void everyFileOfThePageIsListedAndTheyWeighLessThanAFewHundredKilobytes() throws Exception {
        // given
        Set<String> listed = new TreeSet<>(PageHandler.FILES);
        listed.add("index.html");

        // when
        Path folder = Path.of(
                Objects.requireNonNull(PageHandler.class.getResource("/web")).toURI());
        Set<String> there;
        try (var files = Files.list(folder)) {
            there = files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
        long weight = get("/page/chart-4.5.1.js").body().length();
        for (String name : there) {
            weight += Files.size(folder.resolve(name));
        }

        // then
        assertThat(there).isEqualTo(listed);
        assertThat(weight).isLessThan(400_000);
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
