package io.acuity.cli.upscale;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.cli.console.Console;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells a person or a program how each image ended. */
final class BatchReport {
    private static final List<String> COSTS = List.of(
            "networkCalls",
            "networkPixels",
            "denseNetworkPixels",
            "encoderPixels",
            "queueMs",
            "decodeMs",
            "computeMs",
            "encodeMs",
            "totalMs");

    private final Console console;
    private final boolean json;
    private final boolean quiet;

    BatchReport(Console console, boolean json, boolean quiet) {
        this.console = console;
        this.json = json;
        this.quiet = quiet;
    }

    /** Whether progress may be drawn. */
    boolean showsProgress() {
        return !quiet && console.isInteractive();
    }

    Console console() {
        return console;
    }

    void succeeded(Path input, Path output, JsonNode job) {
        JsonNode result = job.path("result");
        if (json) {
            console.json(object(input, output, job, result));
        } else if (!quiet) {
            console.result(String.format(
                    Locale.ROOT,
                    "%s  (%d × %d, %.1f s)",
                    output,
                    result.path("width").asInt(),
                    result.path("height").asInt(),
                    result.path("cost").path("totalMs").asLong() / 1000.0));
        }
    }

    void leftOut(Path input, Path output) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("input", input.toString());
            object.put("output", output.toString());
            object.put("leftOut", true);
            console.json(object);
        } else if (!quiet) {
            console.result(output + "  (done before)");
        }
    }

    void failed(Path input, String code, String sentence) {
        console.problem(input + ": " + sentence);
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("input", input.toString());
            object.put("error", Map.of("code", code, "message", sentence));
            console.json(object);
        }
    }

    private static Map<String, Object> object(Path input, Path output, JsonNode job, JsonNode result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("jobId", job.path("id").asText());
        object.put("input", input.toString());
        object.put("output", output.toString());
        object.put("width", result.path("width").asInt());
        object.put("height", result.path("height").asInt());
        object.put("checkpoint", result.path("checkpoint").asText());
        object.put("checkpointSha256", result.path("checkpointSha256").asText());
        object.put("seed", result.path("seed").asLong());
        for (String cost : COSTS) {
            object.put(cost, result.path("cost").path(cost).asLong());
        }
        return object;
    }
}
