package io.acuity.cli.attention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void writesMapAndOverlayOfTheSizeOfTheResult() throws IOException {
        // given
        Path map = folder.resolve("map.png");
        Path overlay = folder.resolve("overlay.png");

        // when
        int status = acuity(
                "attention", sample().toString(), "-o", map.toString(), "--overlay", overlay.toString(), "--json");

        // then
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertThat(report.path("extractor").asText()).isEqualTo("edges");
        assertThat(report.path("mean").asDouble()).isBetween(0.05, 0.95);
        Picture written = decode(map);
        assertThat(written.isGrey()).isTrue();
        assertThat(written.bitDepth()).isEqualTo(16);
        assertThat(written.width()).isEqualTo(4 * 48);
        assertThat(written.height()).isEqualTo(4 * 40);
        assertThat(decode(overlay).width()).isEqualTo(4 * 48);
        assertThat(decode(overlay).isGrey()).isFalse();
    }

    @Test
    void namesTheFileThatAnExtractorWithoutWeightsNeeds() throws IOException {
        // when
        int status = acuity(
                "attention",
                sample().toString(),
                "-o",
                folder.resolve("map.png").toString(),
                "--extractor",
                "dino-vit-s8:avg");

        // then
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("dino_deitsmall8_pretrain.pth")
                .contains("model import")
                .contains("none, gaussian, edges, sift");
        assertThat(folder.resolve("map.png")).doesNotExist();
    }

    @Test
    void saysInOneSentenceWhatIsWrong() throws IOException {
        String map = folder.resolve("map.png").toString();
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        assertThat(acuity("attention", broken.toString(), "-o", map)).isEqualTo(1);
        assertThat(acuity("attention", sample().toString(), "-o", map, "--extractor", "magic"))
                .isEqualTo(2);
        assertThat(acuity("attention", sample().toString(), "-o", map, "--scale", "9"))
                .isEqualTo(2);
        assertThat(acuity(
                        "attention",
                        sample().toString(),
                        "-o",
                        folder.resolve("none/map.png").toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(4).allMatch(line -> line.endsWith("."));
    }

    private int acuity(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(console, arguments);
    }

    private Path sample() throws IOException {
        Path file = folder.resolve("sample.png");
        ImageIO.write(SamplePicture.draw(48, 40, 3), "png", file.toFile());
        return file;
    }

    private static Picture decode(Path file) {
        return new PictureDecoder(DecodeLimits.defaults()).decode(file);
    }
}
