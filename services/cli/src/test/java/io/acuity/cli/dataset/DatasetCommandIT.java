package io.acuity.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.streaming.broker.EmbeddedBroker;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static EmbeddedBroker broker;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(shared.resolve("broker"), 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void aFolderBecomesSamplesAndBadFilesAreRefusedOneByOne() throws IOException {
        // given: a large image, the same one twice, one in a sub-folder, a small one and one that is none
        draw(folder.resolve("a.png"), 400, 300, 1);
        Files.copy(folder.resolve("a.png"), folder.resolve("copy-of-a.png"));
        draw(Files.createDirectory(folder.resolve("sub")).resolve("b.png"), 64, 64, 2);
        draw(folder.resolve("small.png"), 63, 200, 3);
        Files.writeString(folder.resolve("broken.jpg"), "no picture");
        Files.writeString(folder.resolve("readme.txt"), "not looked at");

        // when
        int status = publish(folder, "mixed", "--licence", "CC0-1.0", "--tag", "city=Oslo", "--json");

        // then
        assertThat(status).as(errors()).isEqualTo(1);
        List<JsonNode> lines = objects();
        assertThat(lines).hasSize(5);
        assertThat(lines.stream().filter(line -> line.has("error"))).hasSize(2);
        assertThat(errors())
                .contains("small.png: The image is 63×200 pixels, but a sample needs at least 64")
                .contains("broken.jpg: ")
                .contains("Published 2 samples (2 train, 0 validation) from 5 files to dataset mixed; refused 2.");

        // and when listed
        assertThat(acuity("dataset", "list", "--bootstrap", broker.bootstrap(), "--json"))
                .isZero();
        JsonNode listed = objects().stream()
                .filter(line -> line.path("dataset").asText().equals("mixed"))
                .findFirst()
                .orElseThrow();
        assertThat(listed.path("samples").asInt()).isEqualTo(2);
        assertThat(listed.path("licences").path(0).asText()).isEqualTo("CC0-1.0");
        try (Stream<Path> stored = Files.walk(shared.resolve("blobs/datasets"))) {
            assertThat(stored.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void samplesAreRemovedOneByOneOrAllTogether() throws IOException {
        // given
        for (int i = 0; i < 3; i++) {
            draw(folder.resolve(i + ".png"), 80, 80, 10 + i);
        }
        assertThat(publish(folder, "removed", "--split", "validation", "--json"))
                .as(errors())
                .isZero();
        String first = objects().getFirst().path("sampleId").asText();

        // when
        int one = remove("--sample", first);
        int again = remove("--sample", first);
        List<JsonNode> left = samples("removed");
        int all = remove("--all");

        // then
        assertThat(one).as(errors()).isZero();
        assertThat(again).isEqualTo(1);
        assertThat(errors()).contains("There is no sample removed/" + first);
        assertThat(left)
                .hasSize(2)
                .allSatisfy(sample -> assertThat(sample.path("split").asText()).isEqualTo("VALIDATION"));
        assertThat(all).isZero();
        assertThat(samples("removed")).isEmpty();
        assertThat(remove("--all")).isEqualTo(1);
    }

    @Test
    void pairsAreFoundByNameAndWrongSizesAreRefused() throws IOException {
        // given
        Path low = Files.createDirectory(folder.resolve("low"));
        Path high = Files.createDirectory(folder.resolve("high"));
        draw(high.resolve("good.png"), 120, 80, 20);
        draw(low.resolve("goodx4.png"), 30, 20, 21);
        draw(high.resolve("wrong.png"), 120, 80, 22);
        draw(low.resolve("wrong.png"), 30, 21, 23);
        draw(high.resolve("lonely.png"), 120, 80, 24);

        // when
        int status = publish(high, "pairs", "--lr", low.toString(), "--json");

        // then
        assertThat(status).isEqualTo(1);
        assertThat(errors())
                .contains("lonely.png: There is no LR image of the same name")
                .contains("wrong.png: The LR image is 30×21 pixels");
        assertThat(samples("pairs")).singleElement().satisfies(sample -> {
            assertThat(sample.path("pair").asBoolean()).isTrue();
            assertThat(sample.path("source").asText()).isEqualTo("good.png");
        });
    }

    @Test
    void wrongCommandLinesAndAbsentServicesHaveTheirOwnStatus() throws IOException {
        // given
        draw(folder.resolve("a.png"), 80, 80, 30);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        String blobs = shared.resolve("blobs").toUri().toString();

        // then
        assertThat(publish(folder, "../escape")).isEqualTo(2);
        assertThat(publish(folder, "a", "--split", "some")).isEqualTo(2);
        assertThat(publish(empty, "a")).isEqualTo(1);
        assertThat(remove()).isEqualTo(2);
        assertThat(remove("--sample", "nonsense")).isEqualTo(2);
        assertThat(acuity(
                        "dataset",
                        "publish",
                        folder.toString(),
                        "--name",
                        "a",
                        "--bootstrap",
                        "127.0.0.1:1",
                        "--blobs",
                        blobs))
                .isEqualTo(4);
    }

    private int publish(Path images, String name, String... more) {
        var line = new ArrayList<>(List.of("dataset", "publish", images.toString(), "--name", name));
        line.addAll(List.of("--bootstrap", broker.bootstrap()));
        line.addAll(List.of("--blobs", shared.resolve("blobs").toUri().toString()));
        line.addAll(List.of(more));
        return acuity(line.toArray(String[]::new));
    }

    private int remove(String... which) {
        var line = new ArrayList<>(List.of("dataset", "remove", "--name", "removed"));
        line.addAll(List.of("--bootstrap", broker.bootstrap()));
        line.addAll(List.of(which));
        return acuity(line.toArray(String[]::new));
    }

    private List<JsonNode> samples(String name) throws IOException {
        out.reset();
        assertThat(acuity("dataset", "list", "--name", name, "--bootstrap", broker.bootstrap(), "--json"))
                .isZero();
        return objects();
    }

    private int acuity(String... line) {
        var console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(console, line);
    }

    /** What was printed since the last call. */
    private List<JsonNode> objects() throws IOException {
        var objects = new ArrayList<JsonNode>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            if (line.startsWith("{")) {
                objects.add(JSON.readTree(line));
            }
        }
        out.reset();
        return objects;
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static void draw(Path file, int width, int height, long seed) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    }
}
