package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.cli.console.Console;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.regression.Rlfn;
import io.acuity.networks.sr3.Sr3UNet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regression networks imported, served by themselves and as the first of two stages. */
class TwoStageIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;
    private static final Rlfn RLFN = new Rlfn(6, 6, 4, 1, 2);
    private static final Sr3UNet SR3 = Sr3UNet.rgb(32, List.of(1, 2), 1, List.of(), 16);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path image = Path.of("");
    private Path cleaner = Path.of("");
    private Path refiner = Path.of("");

    @BeforeEach
    void importBoth() throws IOException {
        BufferedImage noise = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            // Edges stand out where there are others without.
            int x = i % WIDTH;
            noise.setRGB(x, i / WIDTH, x < WIDTH / 2 ? 0x808080 : random.nextInt(2) * 0xFFFFFF);
        }
        image = folder.resolve("noise.png");
        ImageIO.write(noise, "png", image.toFile());
        cleaner = folder.resolve("cleaner");
        refiner = folder.resolve("refiner");
        Path weights = TorchFile.write(folder.resolve("rlfn.pth"), painter());
        run(0, "model", "import", "--system", "rlfn", "--weights", weights, "--out", cleaner);
        Path second = TorchFile.write(
                folder.resolve("sr3.pth"),
                random(SR3.inference(ScalarType.FLOAT32).parameters()));
        run(0, sr3(second, refiner, "2"));
    }

    @Test
    void aRegressionNetworkIsServedByItself() {
        // when
        run(0, "upscale", image, "--model", cleaner, "-o", folder.resolve("clean.png"));

        // then: the grey level that the network paints, to the bit
        Picture result = new PictureDecoder(DecodeLimits.defaults()).decode(folder.resolve("clean.png"));
        assertThat(result.width()).isEqualTo(2 * WIDTH);
        assertThat(result.colour().get(1).samples()).containsOnly((short) (100 * 257));

        // and a mask has nothing to leave out
        err.reset();
        run(1, masked(cleaner, "masked.png"));
        assertThat(errors()).singleElement().asString().contains("MASKED_DIFFUSION");
    }

    @Test
    void attentionIsTakenFromWhatTheFirstStageMade() throws IOException {
        // given: an image half of edges, of which the first stage leaves none
        Path blind = folder.resolve("blind");
        run(0, "model", "join", "--first", cleaner, "--second", refiner, "--out", blind, "--steps", "3");

        // when
        run(0, masked(refiner, "one.png"));
        run(0, masked(blind, "two.png"));

        // then: without attention every pixel waits until the last step
        List<Integer> calls = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            if (line.startsWith("{")) {
                JsonNode report = JSON.readTree(line);
                calls.add(report.path("networkCalls").asInt());
            }
        }
        assertThat(calls).as(out.toString(StandardCharsets.UTF_8)).containsExactly(4, 1);
    }

    @Test
    void stagesThatDoNotGoTogetherAreRefusedInOneSentence() throws IOException {
        // given: a second stage of scale 4
        Path second = TorchFile.write(
                folder.resolve("sr3-x4.pth"),
                random(SR3.inference(ScalarType.FLOAT32).parameters()));
        Path larger = folder.resolve("sr3-x4");
        run(0, sr3(second, larger, "4"));

        // when, then
        refused("enlarges by 2", cleaner, larger);
        refused("does not clean", refiner, larger);
        refused("cannot refine", cleaner, cleaner);
        assertThat(folder.resolve("joined")).doesNotExist();
    }

    private void refused(String sentence, Path first, Path second) {
        err.reset();
        run(2, "model", "join", "--first", first, "--second", second, "--out", folder.resolve("joined"));
        assertThat(errors()).singleElement().asString().contains(sentence);
    }

    private static Object[] sr3(Path weights, Path bundle, String scale) {
        return new Object[] {
            "model",
            "import",
            "--system",
            "sr3",
            "--weights",
            weights,
            "--out",
            bundle,
            "--scale",
            scale,
            "--steps",
            "4"
        };
    }

    private Object[] masked(Path bundle, String name) {
        return new Object[] {
            "upscale",
            image,
            "--model",
            bundle,
            "--recipe",
            "masked",
            "--attention",
            "edges",
            "--lower-bound",
            "0",
            "--json",
            "-o",
            folder.resolve(name)
        };
    }

    private void run(int status, Object... arguments) {
        int found = Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        assertThat(found).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(status);
    }

    private List<String> errors() {
        return err.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("acuity: "))
                .toList();
    }

    /** Weights that paint everything grey 100. */
    private static Map<String, Tensor> painter() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : RLFN.parameters()) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            if ("upsampler.0.bias".equals(parameter.name())) {
                Arrays.fill(values, 100);
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        return tensors;
    }

    private static Map<String, Tensor> random(List<Parameter> parameters) {
        Random random = new Random(2);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            boolean scale = parameter.shape().size() == 1 && parameter.name().endsWith(".weight");
            for (int i = 0; i < values.length; i++) {
                values[i] = (scale ? 1f : 0f) + (float) random.nextGaussian() * 0.1f;
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        return tensors;
    }
}
