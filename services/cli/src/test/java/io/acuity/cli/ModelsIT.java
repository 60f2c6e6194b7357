package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.console.Console;
import io.acuity.cli.sample.SamplePicture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that make, measure and time models, as a person types them, in this process. */
class ModelsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path images = Path.of("");

    @BeforeEach
    void drawImages() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 3; i++) {
            ImageIO.write(
                    SamplePicture.draw(128, 96, i + 1),
                    "png",
                    images.resolve("image" + i + ".png").toFile());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual_shift", "masked_shift"})
    void aTrainedModelIsMeasuredAndADamagedOneIsRefused(String system) throws IOException {
        // given
        Path model = folder.resolve("model");

        // when
        int trained = acuity(
                "train",
                "--system",
                system,
                "--data",
                images.toString(),
                "--out",
                model.toString(),
                "--steps",
                "4",
                "--batch",
                "2",
                "--patch",
                "8",
                "--width",
                "8",
                "--blocks",
                "1",
                "--json");
        int measured = acuity("evaluate", "--data", images.toString(), "--model", model.toString(), "--json");

        // then
        assertThat(List.of(trained, measured))
                .as(err.toString(StandardCharsets.UTF_8))
                .containsOnly(0);
        List<JsonNode> lines = objects();
        JsonNode mean = lines.get(lines.size() - 1);
        assertThat(names(mean)).containsExactlyInAnyOrder("mean", "images", "checkpoint");
        assertThat(mean.path("images").asInt()).isEqualTo(3);
        assertThat(mean.path("checkpoint").asText())
                .isEqualTo(lines.stream()
                        .map(line -> line.path("checkpoint").asText(""))
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElseThrow());
        JsonNode image = lines.get(lines.size() - 2);
        assertThat(names(image))
                .containsExactlyInAnyOrder("image", "psnrY", "ssimY", "consistency", "niqe", "bicubic", "original");
        assertThat(image.path("niqe").isNull()).as("128×96 holds one patch").isTrue();
        assertThat(image.path("bicubic").path("psnrY").asDouble()).isPositive();

        // and when one byte of the weights changes
        Path weights = model.resolve("weights.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 3] ^= 1;
        Files.write(weights, bytes);
        err.reset();

        // then
        assertThat(acuity("evaluate", "--data", images.toString(), "--model", model.toString()))
                .isEqualTo(1);
        assertThat(acuity("upscale", images.resolve("image0.png").toString(), "--model", model.toString()))
                .isEqualTo(1);
        assertThat(errors()).hasSize(2).allMatch(line -> line.contains("weights"));
    }

    @Test
    void impossibleTrainingIsRefusedInOneSentence() {
        // when
        int patch = acuity(
                "train",
                "--data",
                images.toString(),
                "--out",
                folder.resolve("m").toString(),
                "--patch",
                "2");
        int data = acuity(
                "train",
                "--data",
                folder.resolve("nothing").toString(),
                "--out",
                folder.resolve("m").toString());

        // then
        assertThat(List.of(patch, data)).doesNotContain(0);
        assertThat(errors()).hasSize(2).allMatch(line -> line.startsWith("acuity: "));
    }

    @Test
    void benchmarksPrintTheirFigures() throws IOException {
        // given
        Path maps = Files.createDirectory(folder.resolve("maps"));
        ImageIO.write(
                SamplePicture.draw(128, 96, 9), "png", maps.resolve("map.png").toFile());
        Files.writeString(maps.resolve("meta.json"), "{\"maps\":{\"map.png\":{\"image\":\"image0.png\"}}}");

        // when
        int network = acuity("bench", "network", "--side", "24", "--rounds", "1", "--json");
        int pipeline = acuity(
                "bench", "pipeline", "--images", "2", "--side", "16", "--pairs", "1", "--warm-up", "0", "--json");
        int latecomer = acuity("bench", "latecomer", "--small", "16", "--large", "200", "--arrivals", "1", "--json");
        int masked = acuity(
                "bench", "masked", "--data", images.toString(), "--maps", maps.toString(), "--rounds", "1", "--json");

        // then
        assertThat(List.of(network, pipeline, latecomer, masked))
                .as(err.toString(StandardCharsets.UTF_8))
                .containsOnly(0);
        List<JsonNode> lines = objects();
        assertThat(lines).anyMatch(line -> line.path("medianRatio").asDouble() > 0);
        assertThat(lines)
                .anyMatch(line -> line.has("latecomer") && line.path("ratio").asDouble() > 0);
        JsonNode row = lines.get(lines.size() - 1);
        assertThat(names(row)).contains("map", "networkPixels", "denseNetworkPixels", "maskedMs", "denseMs");
        assertThat(row.path("denseNetworkPixels").asLong()).isEqualTo(128L * 96 * 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {BundleCatalog.DEFAULT_MODEL, BundleCatalog.MASKED_MODEL})
    void manyJobsLeaveAsMuchNativeMemoryAliveAsAFew(String model) throws IOException {
        // when
        int status = acuity("bench", "soak", "--model", model, "--jobs", "60", "--samples", "10", "--json");

        // then
        assertThat(status).as(out.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode counted = objects().get(0);
        assertThat(counted.path("arrays").asInt()).isPositive();
        assertThat(counted.path("arraysConstant").asBoolean()).isTrue();
    }

    @Test
    void aWorkerWithoutABrokerSaysSo() throws IOException {
        // given
        String nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "127.0.0.1:" + socket.getLocalPort();
        }

        // when
        int status = acuity(
                "service",
                "worker",
                "--bootstrap",
                nobody,
                "--blobs",
                folder.resolve("blobs").toUri().toString());

        // then
        assertThat(status).isEqualTo(4);
        assertThat(errors()).singleElement().asString().contains(nobody);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upscale", "train", "evaluate", "bench", "service", "verify-golden"})
    void everyCommandExplainsItself(String command) {
        // when
        int status = acuity(command, "--help");

        // then
        assertThat(status).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int acuity(String... arguments) {
        return Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private List<String> errors() {
        return err.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("acuity: "))
                .toList();
    }

    private List<JsonNode> objects() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }
}
