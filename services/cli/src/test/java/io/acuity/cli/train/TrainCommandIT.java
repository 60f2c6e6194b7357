package io.acuity.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import java.awt.Color;
import java.awt.Graphics2D;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aFolderBecomesABundleThatWasMeasured() throws IOException {
        // given: three images, a broken one and one smaller than a patch
        for (int i = 0; i < 3; i++) {
            draw("images/" + i + ".png", 96, i);
        }
        Files.writeString(folder.resolve("images/broken.png"), "no picture");
        draw("images/tiny.png", 40, 9);

        // when
        int status = train("--out", folder.resolve("model").toString(), "--steps", "120", "--json");

        // then
        assertThat(status).as(errors()).isZero();
        List<JsonNode> lines = objects();
        assertThat(lines.get(0).path("step").asInt()).isEqualTo(100);
        assertThat(lines.get(0).path("loss").asDouble()).isPositive();
        JsonNode last = lines.getLast();
        ModelBundle bundle = ModelBundle.read(folder.resolve("model"));
        assertThat(last.path("checkpoint").asText()).isEqualTo(bundle.checkpointId());
        assertThat(last.path("sha256").asText()).isEqualTo(bundle.sha256());
        assertThat(last.path("steps").asInt()).isEqualTo(120);
        assertThat(last.path("psnrY").asDouble()).isBetween(5.0, 60.0);
        assertThat(errors()).contains("broken.png").contains("2 images were left out");
    }

    @Test
    void sr3IsTrainedByItsObjectivesAndUpscales() throws IOException {
        // given
        for (int i = 0; i < 2; i++) {
            draw("images/" + i + ".png", 96, i);
        }
        String model = folder.resolve("model").toString();
        List<String> options =
                List.of("--system SR3 --multipliers 1,2 --attention-at 0 --chain-steps 30 --sample-steps 5 --steps 4"
                        .split(" "));
        List<String> objective = List.of("--learned-variance --residual --norm L2 --json".split(" "));

        // when
        int status = train(Stream.of(options, objective, List.of("--out", model))
                .flatMap(List::stream)
                .toArray(String[]::new));

        // then
        assertThat(status).as(errors()).isZero();
        assertThat(objects().getLast().path("psnrY").asDouble()).isBetween(2.0, 60.0);
        ModelBundle bundle = ModelBundle.read(folder.resolve("model"));
        assertThat(bundle.description().system()).isEqualTo("sr3");
        assertThat(bundle.description().name()).isEqualTo("sr3-x4");

        // and: the command that upscales takes it
        draw("small.png", 24, 5);
        Path result = folder.resolve("large.png");
        assertThat(run("upscale", folder.resolve("small.png").toString(), "--model", model, "-o", result.toString()))
                .as(errors())
                .isZero();
        assertThat(ImageIO.read(result.toFile()).getWidth()).isEqualTo(96);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--predict CLEAN | train the system SR3",
                "--system SR3 --kappa 0.1 --chain-steps 30 | kappa",
                "--system SR3 --learned-variance --attention edges | not with both",
                "--system SR3 --chain-steps 8 | more than 20 steps",
                "--system SR3 --patch 9 | multiples of 8",
                "--system SR3 --init acuity-s-x4 | residual-shift",
            })
    void whatDoesNotGoTogetherEndsWithASentence(String options, String sentence) throws IOException {
        // given
        draw("images/only.png", 96, 1);

        // when
        int status = train(Stream.concat(
                        Stream.of(options.split(" ")),
                        Stream.of("--out", folder.resolve("model").toString()))
                .toArray(String[]::new));

        // then
        assertThat(status).isEqualTo(2);
        assertThat(errors()).contains(sentence);
        assertThat(folder.resolve("model")).doesNotExist();
    }

    @Test
    void oneImageIsTrainedOnAndNothingIsMeasured() throws IOException {
        // given
        draw("images/only.png", 96, 1);

        // when
        int status = train("--out", folder.resolve("model").toString(), "--steps", "3", "--json");

        // then
        assertThat(status).as(errors()).isZero();
        assertThat(objects().getLast().path("psnrY").isNull()).isTrue();
    }

    @Test
    void theSameWorkFolderGoesOnAndEndsTheSame() throws IOException {
        // given: a run of four steps, and one that was ended after two
        for (int i = 0; i < 2; i++) {
            draw("images/" + i + ".png", 96, i);
        }
        train("--out", folder.resolve("whole").toString(), "--steps", "4", "--schedule", "CONSTANT");
        String work = folder.resolve("work").toString();
        train("--out", folder.resolve("half").toString(), "--steps", "2", "--schedule", "CONSTANT", "--work", work);

        // when
        int status = train(
                "--out", folder.resolve("rest").toString(), "--steps", "4", "--schedule", "CONSTANT", "--work", work);

        // then
        assertThat(status).as(errors()).isZero();
        assertThat(ModelBundle.read(folder.resolve("rest")).sha256())
                .isEqualTo(ModelBundle.read(folder.resolve("whole")).sha256());
        assertThat(folder.resolve("work/trainer/progress.png")).exists();
    }

    @Test
    void imagesThatAreAllSmallerThanAPatchEndWithASentence() throws IOException {
        // given
        draw("images/small.png", 80, 1);

        // when
        int status = train("--out", folder.resolve("model").toString(), "--steps", "3", "--patch", "24");

        // then
        assertThat(status).isEqualTo(2);
        assertThat(errors()).contains("no image to train on").contains("smaller patches");
        assertThat(folder.resolve("model")).doesNotExist();
    }

    @Test
    void anEmptyFolderEndsWithASentence() throws IOException {
        // given
        Files.createDirectories(folder.resolve("images"));

        // when
        int status = train("--out", folder.resolve("model").toString());

        // then
        assertThat(status).isEqualTo(2);
        assertThat(errors()).contains("No images were found");
    }

    private int train(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("train", "--data", folder.resolve("images").toString(), "--width", "8", "--blocks", "1"));
        arguments.addAll(List.of("--batch", "2", "--warm-up", "0"));
        if (!List.of(more).contains("--patch")) {
            arguments.addAll(List.of("--patch", "8"));
        }
        Stream.of(more).forEach(arguments::add);
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out.reset();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(console, arguments);
    }

    private List<JsonNode> objects() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void draw(String name, int side, int seed) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 30; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            graphics.fillOval(random.nextInt(side), random.nextInt(side), 4 + random.nextInt(side / 3), 9);
        }
        graphics.dispose();
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }
}
