package io.acuity.cli.niqe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.evaluation.NiqeParameters;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NiqeCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void fitsParametersToAFolder() throws IOException {
        // given
        Path photographs = Files.createDirectory(folder.resolve("grain"));
        draw(photographs.resolve("a.png"), 768, 576);
        draw(photographs.resolve("b.png"), 64, 64);
        Path file = folder.resolve("natural.json");

        // when
        int status = acuity("niqe", "fit", "--data", photographs.toString(), "--out", file.toString(), "--json");

        // then
        assertThat(status).as(errors()).isZero();
        assertThat(errors()).contains("b.png gave nothing");
        JsonNode fitted = new ObjectMapper().readTree(out.toByteArray());
        assertThat(fitted.path("patches").asInt()).isEqualTo(48);
        assertThat(fitted.path("photographs").asInt()).isEqualTo(1);
        assertThat(NiqeParameters.read(file).source()).isEqualTo("grain");
    }

    @Test
    void saysInOneSentenceWhatIsWrong() throws IOException {
        // given
        draw(folder.resolve("small.png"), 200, 200);
        Path out = folder.resolve("natural.json");
        // then
        assertThat(acuity("niqe", "fit", "--data", folder.toString(), "--out", out.toString()))
                .isEqualTo(1);
        assertThat(acuity("niqe", "fit", "--data", folder.resolve("none").toString(), "--out", out.toString()))
                .isEqualTo(1);
        assertThat(acuity("evaluate", "--data", folder.toString(), "--niqe", out.toString()))
                .isEqualTo(2);
        assertThat(errors().lines()).hasSize(3).allMatch(line -> line.startsWith("acuity: "));
        assertThat(errors()).contains("at least 37").contains("does not exist").contains("natural.json");
        assertThat(out).doesNotExist();
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static void draw(Path file, int width, int height) throws IOException {
        Random random = new Random(1);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.getRaster().setSample(x, y, 0, random.nextInt(256));
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private int acuity(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(console, arguments);
    }
}
