package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.console.Console;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person types them, in this process. */
class UpscaleIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aSampleGoesThroughGatewayBrokerAndWorkerWhileABadNeighbourIsReported() throws IOException {
        // given
        Path sample = sample("sample.png", 48, 40);
        Path broken = Files.writeString(folder.resolve("broken.jpg"), "this is no picture");
        Path missing = folder.resolve("missing.png");
        Path results = folder.resolve("results");

        // when
        int status = acuity(
                "upscale",
                sample.toString(),
                broken.toString(),
                missing.toString(),
                "-o",
                results.toString(),
                "--json");

        // then
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(1);
        JsonNode job =
                objects().stream().filter(line -> line.has("jobId")).findFirst().orElseThrow();
        Set<String> members = new TreeSet<>();
        job.fieldNames().forEachRemaining(members::add);
        assertThat(members)
                .contains(
                        "jobId",
                        "input",
                        "output",
                        "width",
                        "height",
                        "checkpoint",
                        "seed",
                        "networkCalls",
                        "networkPixels",
                        "denseNetworkPixels",
                        "encoderPixels",
                        "queueMs",
                        "computeMs",
                        "totalMs");
        assertThat(job.path("width").asInt()).isEqualTo(192);
        assertThat(job.path("denseNetworkPixels").asLong()).isPositive();
        Picture result = new PictureDecoder(DecodeLimits.defaults()).decode(results.resolve("sample-x4.png"));
        assertThat(result.width()).isEqualTo(192);
        assertThat(result.height()).isEqualTo(160);
        assertThat(errors()).hasSize(2).allMatch(line -> line.startsWith("acuity: ") && line.endsWith("."));
        assertThat(Files.exists(results.resolve("broken-x4.png"))).isFalse();
    }

    @Test
    void unknownModelsAndScalesAreUsageErrorsInOneSentence() throws IOException {
        // given
        String sample = sample("sample.png", 16, 16).toString();

        // when
        int model = acuity("upscale", sample, "--model", "nonesuch");
        int scale = acuity("upscale", sample, "--scale", "3");
        int option = acuity("upscale", sample, "--nonesuch");

        // then
        assertThat(List.of(model, scale, option)).containsOnly(2);
        assertThat(errors()).hasSize(3);
    }

    @Test
    void missingInputsAndReadOnlyOutputsFailWithoutStartingAnything() throws IOException {
        // given
        String sample = sample("sample.png", 16, 16).toString();
        Path readOnly = Files.createFile(folder.resolve("kept.png"));
        Files.setPosixFilePermissions(readOnly, Set.of(java.nio.file.attribute.PosixFilePermission.OWNER_READ));

        // when
        int missing = acuity("upscale", folder.resolve("nothing.png").toString());
        int kept = acuity("upscale", sample, "-o", readOnly.toString());

        // then
        assertThat(List.of(missing, kept)).containsOnly(1);
        assertThat(errors()).hasSize(2);
        assertThat(Files.size(readOnly)).isZero();
    }

    @Test
    void aPortInUseAndABrokerThatIsAwayAreUnavailable() throws IOException {
        // given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            // when
            int inUse = acuity("service", "broker", "--port", port, "--data-dir", folder.toString());

            // then
            assertThat(inUse).isEqualTo(4);
            assertThat(errors()).singleElement().asString().contains(port);
        }
    }

    private Path sample(String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(SamplePicture.draw(width, height, 1), "png", file.toFile());
        return file;
    }

    private int acuity(String... arguments) {
        return Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
    }

    private List<String> errors() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<JsonNode> objects() throws IOException {
        List<JsonNode> objects = new java.util.ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }
}
