package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.console.Console;
import io.acuity.cli.sample.SamplePicture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the experiment with masks, on networks of a few hundred weights. */
class Sr3IT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void networksAreTrainedMeasuredAndDrawn() throws IOException {
        // given
        Path images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 2; i++) {
            ImageIO.write(
                    SamplePicture.draw(96, 96, i + 1),
                    "png",
                    images.resolve("image" + i + ".png").toFile());
        }
        // when
        for (String extractor : List.of("none", "edges")) {
            Path run = folder.resolve(extractor);
            acuity(
                    "sr3",
                    "train",
                    "--faces",
                    "" + images,
                    "--out",
                    "" + run,
                    "--attention",
                    extractor,
                    "--steps",
                    "2",
                    "--side",
                    "16",
                    "--width",
                    "8",
                    "--multipliers",
                    "1,2",
                    "--attention-at",
                    "8",
                    "--chain-steps",
                    "8");
            Path score = Files.createDirectories(
                    folder.resolve("scores").resolve(extractor).resolve("1"));
            String printed = acuity(
                    "sr3",
                    "evaluate",
                    "--model",
                    "" + run,
                    "--faces",
                    "" + images,
                    "--chain-steps",
                    "4",
                    "--save",
                    "" + folder.resolve(extractor + "-pictures"),
                    "--json");
            Files.writeString(
                    score.resolve("none".equals(extractor) ? "unmasked.jsonl" : "marginal-0.2.jsonl"), printed);
        }
        Path report = folder.resolve("report");
        acuity(
                "sr3",
                "report",
                "--scores",
                "" + folder.resolve("scores"),
                "--plain",
                "" + folder.resolve("none-pictures"),
                "--masked",
                "" + folder.resolve("edges-pictures"),
                "--faces",
                "" + images,
                "--side",
                "16",
                "--chain-steps",
                "4",
                "--out",
                "" + report);
        String covered = acuity(
                "sr3",
                "evaluate",
                "--model",
                folder.resolve("edges").toString(),
                "--faces",
                images.toString(),
                "--chain-steps",
                "4",
                "--cover",
                "2",
                "--json");
        // then: a mask leaves something out, and everything is drawn
        assertThat(meanOf("none/1/unmasked.jsonl").path("refinedShare").asDouble())
                .isEqualTo(1);
        assertThat(meanOf("edges/1/marginal-0.2.jsonl").path("refinedShare").asDouble())
                .isBetween(0.2, 0.99);
        assertThat(Files.readAllLines(report.resolve("scores.md"))).hasSize(5);
        JsonNode cover = JSON.readTree(covered.lines()
                .filter(line -> line.contains("networkShare"))
                .findFirst()
                .orElseThrow());
        assertThat(cover.path("networkShare").asDouble()).isBetween(0.1, 1.0);
        assertThat(cover.path("psnrChange").isNumber()).isTrue();
        for (String picture : List.of("refined-by-step", "quality-by-share", "results", "maps")) {
            assertThat(ImageIO.read(report.resolve(picture + ".png").toFile()).getWidth())
                    .isGreaterThan(80);
        }
    }

    @Test
    void aFolderWithoutImagesIsNamed() throws IOException {
        // given
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (Path photos : List.of(empty, folder.resolve("nowhere"))) {
            err.reset();
            // when
            int status = run(
                    "sr3",
                    "train",
                    "--photos",
                    photos.toString(),
                    "--out",
                    folder.resolve("run").toString());
            // then
            assertThat(status).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains(photos.toString())
                    .doesNotContain("unexpected");
        }
    }

    private JsonNode meanOf(String file) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("scores").resolve(file));
        JsonNode mean = JSON.readTree(lines.get(lines.size() - 2));
        assertThat(mean.path("name").asText()).isEqualTo("mean");
        return mean;
    }

    private String acuity(String... arguments) {
        out.reset();
        err.reset();
        int status = run(arguments);
        assertThat(status)
                .as(Arrays.toString(arguments) + ": " + err.toString(StandardCharsets.UTF_8))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(console, arguments);
    }
}
