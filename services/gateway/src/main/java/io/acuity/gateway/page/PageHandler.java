package io.acuity.gateway.page;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The page for people: {@code GET /} and {@code /page/…}. All of it is read into memory at the start, about 300 KB, so that
 * nothing outside the list below can be asked for and no request touches the disk. Immutable.
 */
public final class PageHandler implements Handler<RoutingContext> {

    /** Where everything but the entry lies. */
    static final String FOLDER = "/page/";

    /** The page's own files, in {@code web/} of the class path. */
    static final List<String> FILES = List.of(
            "page.css",
            "icon.svg",
            "main.js",
            "api.js",
            "session.js",
            "feed.js",
            "composer.js",
            "jobs.js",
            "stage.js",
            "viewer.js",
            "steps.js",
            "mask.js",
            "models.js",
            "decide.js",
            "originals.js",
            "clips.js",
            "clip-stage.js",
            "words.js",
            "elements.js");

    private static final String CHART = "chart-4.5.1.js";
    private static final String CHART_RESOURCE = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    // A file of ours may change with each release under its old name: asked for again, it costs one 304.
    private static final String REVALIDATED = "no-cache";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String POLICY = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Map<String, PageFile> files = new HashMap<>();

    /** Reads the page. */
    public PageHandler() {
        files.put("/", PageFile.read("/web/index.html", REVALIDATED));
        FILES.forEach(name -> files.put(FOLDER + name, PageFile.read("/web/" + name, REVALIDATED)));
        files.put(FOLDER + CHART, PageFile.read(CHART_RESOURCE, FOR_EVER));
    }

    /**
     * Adds the page's routes.
     *
     * @param router the gateway's
     * @return the same
     */
    public Router mount(Router router) {
        for (String path : List.of("/", FOLDER + "*")) {
            router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this);
        }
        return router;
    }

    @Override
    public void handle(RoutingContext http) {
        PageFile file = files.get(http.normalizedPath());
        if (file == null) {
            http.next();
            return;
        }
        HttpServerResponse response = http.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, file.caching())
                .putHeader(HttpHeaders.ETAG, file.tag())
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        if (file.tag().equals(http.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType());
        if (HttpMethod.HEAD.equals(http.request().method())) {
            response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(file.bytes().length()))
                    .end();
        } else {
            response.end(file.bytes());
        }
    }
}
