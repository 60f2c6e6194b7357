package io.acuity.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.inception.InceptionFeatures;
import io.acuity.networks.perceptual.PerceptualNet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of choice and the files of a report, with the shipped model. */
class EvaluateCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path images = Path.of("");

    @BeforeEach
    void drawImages() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
        ImageIO.write(
                SamplePicture.draw(136, 104, 1),
                "png",
                images.resolve("a, \"b\" <c>.png").toFile());
        ImageIO.write(
                SamplePicture.draw(128, 96, 2), "png", images.resolve("d.png").toFile());
    }

    @Test
    void aReportHasTheFiguresAskedForAndPictures() throws IOException {
        // given
        Path weights = folder.resolve("weights");
        put(weights.resolve("lpips-squeeze"), PerceptualNet.SQUEEZE.parameters());
        put(weights.resolve("inception"), InceptionFeatures.parameters());
        Path report = folder.resolve("report");

        // when
        int status = acuity(
                "evaluate",
                "--data",
                images.toString(),
                "--metrics",
                "psnr,lpips-squeeze,colour-shift,consistency-uint8,fid",
                "--metric-weights",
                weights.toString(),
                "--bins",
                "edges",
                "--bin-count",
                "4",
                "--report",
                report.toString(),
                "--json");

        // then
        assertThat(status).as(errors()).isZero();
        List<JsonNode> lines = JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(out.toByteArray())
                .readAll();
        assertThat(lines).hasSize(2 + 1 + 1);
        JsonNode first = lines.get(0);
        assertThat(first.path("niqe").isNull()).as("not asked for").isTrue();
        assertThat(first.path("further").path("lpips-squeeze").path("result").asDouble())
                .isPositive()
                .isNotEqualTo(first.path("further")
                        .path("lpips-squeeze")
                        .path("bicubic")
                        .asDouble());
        assertThat(lines.get(2).path("bins")).hasSize(4);
        JsonNode mean = lines.get(3).path("mean").path("further");
        assertThat(first.path("further").has("fid")).as("of the set alone").isFalse();
        assertThat(mean.path("fid").path("result").asDouble()).isPositive();
        requireFigures(report, first);
        requirePage(report);
        assertThat(errors()).contains("report.html");
    }

    @Test
    void blindDamageIsThatOfItsSeed() throws IOException {
        // when
        JsonNode first = blind("1");
        JsonNode again = blind("1");
        JsonNode other = blind("2");

        // then
        assertThat(again).isEqualTo(first);
        assertThat(other.path("bicubic")).isNotEqualTo(first.path("bicubic"));
        assertThat(first.path("psnrY").asDouble())
                .as("the model for photos beside bicubic")
                .isGreaterThan(first.path("bicubic").path("psnrY").asDouble());
    }

    /** The means of the model for photos on images damaged with a seed. */
    private JsonNode blind(String seed) throws IOException {
        out.reset();
        List<String> command = List.of("evaluate", "--data", images.toString(), "--model", "acuity-photo-x4", "--json");
        List<String> damage =
                List.of("--metrics", "psnr", "--degradation", "BLIND", "--degradation-seed", seed, "--limit", "2");
        int status = acuity(Stream.concat(command.stream(), damage.stream()).toArray(String[]::new));
        assertThat(status).as(errors()).isZero();
        List<JsonNode> lines = JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(out.toByteArray())
                .readAll();
        return lines.getLast().path("mean");
    }

    private static void requireFigures(Path report, JsonNode first) throws IOException {
        List<String> csv = Files.readAllLines(report.resolve("scores.csv"));
        assertThat(csv).hasSize(1 + 2 + 1);
        assertThat(csv.get(0))
                .isEqualTo("image,psnr,psnr-bicubic,lpips-squeeze,lpips-squeeze-bicubic,colour-shift,"
                        + "colour-shift-bicubic,consistency-uint8,consistency-uint8-bicubic,fid,fid-bicubic");
        assertThat(csv.get(1))
                .startsWith("\"a, \"\"b\"\" <c>.png\"," + first.path("psnrY").asDouble() + ",");
        assertThat(csv.get(1)).endsWith(",,");
        assertThat(csv.get(3)).startsWith("mean,").doesNotEndWith(",");
        JsonNode all = JSON.readTree(Files.readAllBytes(report.resolve("scores.json")));
        assertThat(all.path("images")).hasSize(2);
        assertThat(all.path("bins")).hasSize(4);
        assertThat(Files.readAllLines(report.resolve("bins.csv"))).hasSize(1 + 4);
        assertThat(ImageIO.read(report.resolve("bins.png").toFile()).getWidth()).isEqualTo(800);
    }

    private static void requirePage(Path report) throws IOException {
        String html = Files.readString(report.resolve("report.html"));
        assertThat(html)
                .contains("a, &quot;b&quot; &lt;c&gt;.png", "LPIPS (squeeze)", "attention", "data:image/png;base64,")
                .doesNotContain("<c>", "http://", "https://", "<script", "src=\"report");
        assertThat(html.split("class=\"detail\"", -1)).hasSize(2 * 4 + 1);
    }

    @Test
    void chosenMetricsAreShownToPeople() throws IOException {
        assertThat(acuity("evaluate", "--data", images.toString(), "--metrics", "ssim,lr-psnr", "--limit", "1"))
                .as(errors())
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.matches(
                        ".* SSIM-Y 0\\.\\d{4} \\(bicubic 0\\.\\d{4}\\)  LR-PSNR \\d+\\.\\d{3} dB \\(bicubic .*"));
        assertThat(errors()).doesNotContain("NIQE");
    }

    @Test
    void saysWhatIsMissingBeforeAnythingIsMeasured() throws IOException {
        // given a place where no report can go
        Path file = Files.createFile(folder.resolve("file"));
        Path none = folder.resolve("none");

        // then
        assertThat(evaluate("--metrics", "psnr,beauty")).isEqualTo(2);
        assertThat(evaluate("--metrics", "lpips", "--metric-weights", none.toString()))
                .isEqualTo(2);
        assertThat(evaluate("--bins", "nothing")).isEqualTo(2);
        assertThat(evaluate("--bins", "edges", "--bin-count", "0")).isEqualTo(2);
        assertThat(evaluate("--report", file.toString())).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(errors().lines()).hasSize(5).allMatch(line -> line.startsWith("acuity: "));
        assertThat(errors())
                .contains("no metric 'beauty'", "lpips-squeeze")
                .contains("alexnet-owt-7be5be79.pth", none.resolve("lpips-alex").toString())
                .contains("no extractor 'nothing'", "1 to 100 bins", "report cannot go to " + file);
    }

    private int evaluate(String... more) {
        return acuity(Stream.concat(Stream.of("evaluate", "--data", images.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    /** Random weights that keep activations in range; linear layers and variances are not negative. */
    private static void put(Path home, List<Parameter> parameters) throws IOException {
        Random random = new Random(20261122);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            boolean positive =
                    parameter.name().startsWith("lin") || parameter.shape().size() == 1;
            double spread = Math.sqrt(6.0 * parameter.shape().get(0) / parameter.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = positive ? random.nextFloat() : (float) ((2 * random.nextFloat() - 1) * spread);
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        tensors.keySet().removeIf(name -> name.startsWith("scaling_layer"));
        Files.write(
                Files.createDirectories(home).resolve("all.safetensors"), new Safetensors(tensors, Map.of()).encode());
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int acuity(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(console, arguments);
    }
}
