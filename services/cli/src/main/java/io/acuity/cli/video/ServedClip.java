package io.acuity.cli.video;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.files.WholeFile;
import io.acuity.cli.services.CallerOptions.Credentials;
import io.acuity.cli.services.PatientClient;
import io.acuity.pipeline.ClipProgress;
import io.acuity.pipeline.ClipReport;
import io.acuity.pipeline.ClipWork;
import io.acuity.video.encode.WriteReport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A clip that is upscaled behind a gateway: sent, followed and fetched over HTTP. Calls block. */
final class ServedClip implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration UPLOAD = Duration.ofHours(2);
    private static final long POLL_MILLIS = 500;
    private static final Set<String> ENDED_BADLY = Set.of("failed", "cancelled");

    private final URI gateway;
    private final Credentials credentials;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private String id = "";

    ServedClip(URI gateway, Credentials credentials) {
        this.gateway = gateway;
        this.credentials = credentials;
    }

    /**
     * Sends a clip. Where the same one is there, waiting or running or done, this goes on with it; one that failed before is sent anew.
     *
     * @param options as the gateway knows them
     */
    void submit(Path clip, String key, Map<String, String> options) throws IOException, InterruptedException {
        JsonNode answer = post(clip, key, options);
        while (ENDED_BADLY.contains(answer.path("status").asText())) {
            answer = post(clip, key + "-" + answer.path("id").asText(), options);
        }
        id = answer.path("id").asText();
    }

    private JsonNode post(Path clip, String key, Map<String, String> options) throws IOException, InterruptedException {
        String query = options.entrySet().stream()
                .map(option -> option.getKey() + "=" + URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = request("/v1/videos?" + query)
                .timeout(UPLOAD)
                .header("Content-Type", "application/octet-stream")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofFile(clip))
                .build();
        return answered(() -> PatientClient.of(http).send(request));
    }

    /** Waits for the clip's end and returns what was done; a failed or cancelled clip ends the command. */
    ClipReport await(ClipProgress progress) throws IOException, InterruptedException {
        while (true) {
            HttpRequest request = request("/v1/videos/" + id).GET().build();
            JsonNode clip = answered(() -> http.send(request, BodyHandlers.ofByteArray()));
            switch (clip.path("status").asText()) {
                case "succeeded" -> {
                    return report(clip);
                }
                case "failed" ->
                    throw failed(clip.path("failure").path("message").asText("The clip failed."));
                case "cancelled" -> throw failed("The clip " + id + " was cancelled.");
                default ->
                    progress.arrived(clip.path("progress").path("framesDone").asLong(), work(clip));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Fetches a file of the finished clip: {@code result}, {@code contact-sheet} or {@code side-by-side}. */
    void download(String name, Path target) throws IOException, InterruptedException {
        Path part = WholeFile.temporary(target);
        try {
            HttpRequest request = request("/v1/videos/" + id + "/" + name)
                    .timeout(UPLOAD)
                    .GET()
                    .build();
            HttpResponse<Path> answer = http.send(request, BodyHandlers.ofFile(part));
            if (answer.statusCode() != 200) {
                throw failed("The gateway did not hand out the " + name + " of clip " + id + " (status "
                        + answer.statusCode() + "); give the command again.");
            }
            WholeFile.publish(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private ClipReport report(JsonNode clip) {
        JsonNode result = clip.path("result");
        List<String> warnings = new ArrayList<>();
        result.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        WriteReport written = new WriteReport(
                result.path("framesOut").asLong(),
                result.path("audioPackets").asLong(),
                result.path("otherPackets").asLong(),
                result.path("size").asLong(),
                result.path("codec").asText(),
                result.path("pixelFormat").asText(),
                warnings);
        return new ClipReport(id, result.path("framesIn").asLong(), written, work(clip));
    }

    private static ClipWork work(JsonNode clip) {
        JsonNode progress = clip.path("progress");
        return new ClipWork(
                progress.path("framesDone").asLong(),
                progress.path("networkPixels").asLong(),
                progress.path("denseNetworkPixels").asLong(),
                progress.path("tiles").asLong(),
                progress.path("tilesReused").asLong(),
                clip.path("result").path("framesRepeated").asLong());
    }

    private HttpRequest.Builder request(String path) {
        return credentials.show(HttpRequest.newBuilder(gateway.resolve(path)).timeout(ANSWER));
    }

    /** One request, or several until there is room. */
    private interface Exchange {
        HttpResponse<byte[]> answer() throws IOException, InterruptedException;
    }

    private JsonNode answered(Exchange exchange) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer;
        JsonNode body;
        try {
            answer = exchange.answer();
            body = JSON.readTree(answer.body());
        } catch (ConnectException | HttpTimeoutException | JsonProcessingException e) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "No gateway of Acuity answers at " + gateway + "; start one with 'acuity up' or correct --server.",
                    e);
        }
        if (answer.statusCode() >= 300) {
            throw failed(body.path("detail").asText("The gateway answered with status " + answer.statusCode() + "."));
        }
        return body;
    }

    private static CommandException failed(String sentence) {
        return new CommandException(ExitCode.FAILED, sentence);
    }
}
