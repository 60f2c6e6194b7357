package io.acuity.gateway;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A caller that reads an event stream. */
final class EventReader implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<java.io.InputStream> response;

    /** One event. */
    record Event(String id, String name, JsonObject data) {}

    EventReader(int port, String path, String lastEventId) throws IOException, InterruptedException {
        this(port, path, lastEventId, "");
    }

    EventReader(int port, String path, String lastEventId, String key) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        response = http.send(request.build(), BodyHandlers.ofInputStream());
    }

    int status() {
        return response.statusCode();
    }

    /** All events up to and with the first that is {@code last}, or to the end of the stream. */
    CompletableFuture<List<Event>> until(Predicate<Event> last) {
        return CompletableFuture.supplyAsync(() -> read(last));
    }

    private List<Event> read(Predicate<Event> last) {
        List<Event> events = new ArrayList<>();
        String id = "";
        String name = "";
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    Event event = new Event(id, name, new JsonObject(line.substring(6)));
                    events.add(event);
                    if (last.test(event)) {
                        return events;
                    }
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
