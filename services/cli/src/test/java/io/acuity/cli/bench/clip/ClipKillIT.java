package io.acuity.cli.bench.clip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.residualshift.ResidualCnn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed by the kernel, while two clips are on their way through them. */
class ClipKillIT {
    private static final int FRAMES = 72;
    private static final String DESCRIPTION = """
            {"name": "tiny", "system": "residual-shift", "scale": 4,
             "network": {"type": "residual-cnn", "width": 8, "blocks": 2, "steps": 1},
             "process": {"etas": [1.0], "kappa": 0.0, "target": "RESIDUAL"},
             "weights": {"sha256": "HASH", "parameters": 0}}
            """;

    @TempDir
    Path model;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void clipsComeOutExactWhileWorkersAndTheCommandsThemselvesAreKilled() throws Exception {
        // given: a network that takes no time, so that the clips are about to be done when the last one dies
        writeTinyModel();

        // when
        int status = acuity(
                "bench",
                "clip",
                "kill",
                "--frames",
                String.valueOf(FRAMES),
                "--width",
                "96",
                "--height",
                "64",
                "--model",
                model.toString(),
                "--kill",
                "worker,command,worker",
                "--json");

        // then
        assertThat(status).as(out + "\n" + err).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(report.path("kills")).hasSize(3);
        assertThat(report.path("filesLeft").asInt()).isZero();
        assertThat(report.path("clips")).hasSize(2).allSatisfy(clip -> {
            JsonNode found = clip.path("found");
            assertThat(found.path("framesOut").asInt()).isEqualTo(FRAMES);
            assertThat(found.path("timesExact").asBoolean()).isTrue();
            assertThat(found.path("misplaced").asInt()).isZero();
            assertThat(found.path("audioExact").asBoolean()).isTrue();
            assertThat(clip.path("topics").path("requestedTwice").asInt()).isZero();
        });
    }

    private void writeTinyModel() throws IOException {
        Random random = new Random(5);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter :
                new ResidualCnn(8, 2, 1, 4).inference(ScalarType.FLOAT32).parameters()) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.02f;
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        byte[] weights = new Safetensors(tensors, Map.of()).encode();
        Files.write(model.resolve(ModelBundle.WEIGHTS_FILE), weights);
        Files.writeString(model.resolve(ModelBundle.DESCRIPTION_FILE), DESCRIPTION.replace("HASH", Sha256.of(weights)));
    }

    private int acuity(String... arguments) {
        return Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
    }
}
