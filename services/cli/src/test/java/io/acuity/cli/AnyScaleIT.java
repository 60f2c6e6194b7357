package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription.WholeImage;
import io.acuity.cli.console.Console;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.networks.benchmark.GaussianComparison;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scale that is no whole number, from the command line through gateway, broker and worker to the file. */
class AnyScaleIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path image = Path.of("");
    private Path model = Path.of("");

    @BeforeEach
    void drawAnImageAndMakeAModel() throws IOException {
        // larger than a patch
        image = folder.resolve("image.png");
        ImageIO.write(SamplePicture.draw(21, 15, 1), "png", image.toFile());
        model = folder.resolve("any");
        // random weights of a network for scales up to 4
        ModelBundle any = new GaussianComparison(4, 1, 1).randomModels().get(2);
        WholeImage whole = Objects.requireNonNull(any.description().wholeImage());
        ((ObjectNode) whole.process()).put("chop_size", 16);
        any.write(model);
    }

    @Test
    void aPictureBecomesTwoPointSevenTimesLargerUnderAMask() throws IOException {
        // when
        int status = acuity(
                "upscale", image, "--model", model, "--scale", 2.7, "--recipe", "masked", "--steps", 2, "--json");

        // then
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        BufferedImage result = ImageIO.read(folder.resolve("image-x2.7.png").toFile());
        assertThat(result.getWidth()).isEqualTo(57);
        assertThat(result.getHeight()).isEqualTo(40);
        JsonNode said = JSON.readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(said.path("width").asInt()).isEqualTo(57);
        assertThat(said.path("height").asInt()).isEqualTo(40);
        // in two patches
        assertThat(said.path("networkCalls").asInt()).isBetween(2, 4);
    }

    @Test
    void scalesThatWereNotTrainedAreRefusedUnlessForced() throws IOException {
        // when
        int small = acuity("upscale", image, "--model", model, "--scale", 1);
        int large = acuity("upscale", image, "--model", model, "--scale", 4.5);
        int clip = acuity("video", image, "-o", folder.resolve("clip.mp4"), "--model", model, "--scale", 2.7);
        String said = err.toString(StandardCharsets.UTF_8);
        int forced = acuity("upscale", image, "--model", model, "--scale", 4.5, "--force", "--steps", 2, "--json");

        // then
        assertThat(small).isEqualTo(2);
        assertThat(large).isEqualTo(2);
        assertThat(clip).isEqualTo(2);
        assertThat(said)
                .contains("--scale 1 does not")
                .contains("up to 4, not for 4.5")
                .contains("--force")
                .contains("by 4, not by 2.7");
        // and: in four patches
        assertThat(forced).as(err.toString(StandardCharsets.UTF_8)).isZero();
        BufferedImage result = ImageIO.read(folder.resolve("image-x4.5.png").toFile());
        assertThat(result.getWidth()).isEqualTo(94);
        assertThat(result.getHeight()).isEqualTo(68);
        JsonNode cost = JSON.readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(cost.path("networkCalls").asInt()).isEqualTo(8);
    }

    private int acuity(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                words);
    }
}
