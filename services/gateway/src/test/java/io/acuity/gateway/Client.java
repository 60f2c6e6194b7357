package io.acuity.gateway;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What a caller of one gateway does. */
final class Client {

    private final String base;

    Client(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** A decoded answer. */
    record Answer(int status, byte[] body, HttpResponse<byte[]> raw) {

        JsonObject json() {
            return new JsonObject(new String(body, StandardCharsets.UTF_8));
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path) throws Exception {
        return send("GET", path, Map.of(), new byte[0]);
    }

    Answer delete(String path) throws Exception {
        return send("DELETE", path, Map.of(), new byte[0]);
    }

    Answer post(String query, byte[] body, String... headers) throws Exception {
        return headers.length == 0
                ? send("POST", "/v1/upscales" + query, Map.of("Content-Type", "image/png"), body)
                : send("POST", "/v1/upscales" + query, Map.of(headers[0], headers[1], headers[2], headers[3]), body);
    }

    Answer postForm(byte[] file, Map<String, String> fields) throws Exception {
        return postForm(Map.of("file", file), fields);
    }

    Answer postForm(Map<String, byte[]> files, Map<String, String> fields) throws Exception {
        return postForm("/v1/upscales", files, fields);
    }

    Answer postForm(String path, Map<String, byte[]> files, Map<String, String> fields) throws Exception {
        var form = new ByteArrayOutputStream();
        fields.forEach((name, value) -> form.writeBytes(
                ("--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        files.forEach((name, file) -> {
            if (file.length > 0) {
                String head = String.join(
                        "\r\n",
                        "--cut",
                        "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"a.png\"",
                        "Content-Type: image/png",
                        "",
                        "");
                form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
                form.writeBytes(file);
                form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            }
        });
        form.writeBytes("--cut--\r\n".getBytes(StandardCharsets.UTF_8));
        return send("POST", path, Map.of("Content-Type", "multipart/form-data; boundary=cut"), form.toByteArray());
    }

    Answer send(String method, String path, Map<String, String> headers, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        // A connection of its own: one that was kept may just be closing, after an upload that was refused half way.
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body(), response);
        }
    }
}
