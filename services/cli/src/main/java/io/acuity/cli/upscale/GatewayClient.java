package io.acuity.cli.upscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.services.PatientClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The conversation with a gateway over HTTP. Safe for use by several threads; calls block. */
final class GatewayClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 60;
    private static final long LONGEST_POLL_MILLIS = 1_000;

    private final OpenGateway gateway;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    GatewayClient(OpenGateway gateway) {
        this.gateway = gateway;
    }

    /** Hears of tile-steps done and in all. */
    interface Progress {
        void progressed(long done, long total);
    }

    /** Waits until the gateway serves, at most {@code patience}. */
    void awaitReady(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            HttpResponse<byte[]> answer = send(request("/health/ready").GET().build());
            if (answer.statusCode() == 200) {
                return;
            }
            if (System.nanoTime() > end) {
                throw problem(answer);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Uploads an image, and a map with it, as soon as the gateway takes it; the job's id. */
    String submit(Path image, Order order) throws IOException, InterruptedException {
        String query = order.options().entrySet().stream()
                .map(option -> option.getKey() + "=" + URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = request("/v1/upscales?" + query);
        Path map = order.attentionMap();
        if (map == null) {
            request.header("Content-Type", "application/octet-stream").POST(BodyPublishers.ofFile(image));
        } else {
            request.header("Content-Type", FileForm.CONTENT_TYPE)
                    .POST(FileForm.of(Map.of("file", image, "attentionMap", map)));
        }
        HttpResponse<byte[]> answer = PatientClient.of(http).send(request.build());
        if (answer.statusCode() != 202) {
            throw problem(answer);
        }
        return JSON.readTree(answer.body()).path("id").asText();
    }

    /** Waits for the end of a job; its status document if it succeeded. */
    JsonNode await(String jobId, Progress progress) throws IOException, InterruptedException {
        long pause = POLL_MILLIS;
        while (true) {
            HttpResponse<byte[]> answer =
                    send(request("/v1/upscales/" + jobId).GET().build());
            if (answer.statusCode() != 200) {
                throw problem(answer);
            }
            JsonNode job = JSON.readTree(answer.body());
            String status = job.path("status").asText();
            switch (status) {
                case "succeeded" -> {
                    return job;
                }
                case "failed" ->
                    throw new JobProblem(
                            job.path("failure").path("code").asText("INTERNAL"),
                            job.path("failure").path("message").asText("The job failed."));
                case "cancelled" -> throw new JobProblem("CANCELLED", "The job was cancelled.");
                case "expired" -> throw new JobProblem("EXPIRED", "The job's deadline passed before it was done.");
                default -> {
                    JsonNode tiles = job.path("progress");
                    progress.progressed(
                            tiles.path("tilesDone").asLong(),
                            tiles.path("tilesTotal").asLong());
                }
            }
            Thread.sleep(pause);
            pause = Math.min(LONGEST_POLL_MILLIS, pause + pause / 8);
        }
    }

    /** Downloads the result of a job into a file. */
    void download(String jobId, Path file) throws IOException, InterruptedException {
        HttpResponse<Path> answer =
                http.send(request("/v1/upscales/" + jobId + "/result").GET().build(), BodyHandlers.ofFile(file));
        if (answer.statusCode() != 200) {
            throw new JobProblem(
                    "HTTP_" + answer.statusCode(), "The gateway did not hand out the result of job " + jobId + ".");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        return gateway.credentials()
                .show(HttpRequest.newBuilder(gateway.url().resolve(path)).timeout(ANSWER));
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofByteArray());
    }

    private static JobProblem problem(HttpResponse<byte[]> answer) {
        try {
            JsonNode problem = JSON.readTree(answer.body());
            return new JobProblem(
                    problem.path("code").asText("HTTP_" + answer.statusCode()),
                    problem.path("detail").asText("The gateway answered with status " + answer.statusCode() + "."));
        } catch (JsonProcessingException e) {
            return new JobProblem(
                    "HTTP_" + answer.statusCode(), "The gateway answered with status " + answer.statusCode() + ".");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
