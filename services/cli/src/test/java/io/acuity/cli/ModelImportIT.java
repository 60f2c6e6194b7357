package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.cli.console.Console;
import io.acuity.networks.dino.VisionTransformer;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.sr3.Sr3UNet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bringing weights in, as a person types it. */
class ModelImportIT {
    private static final VisionTransformer TRANSFORMER = new VisionTransformer(48, 2, 6, 8, 4, 192, 1e-6, true);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void weightsWithPrefixesBecomeABundleThatReadsAgain() throws IOException {
        // given: a backbone among a head that is not wanted
        Map<String, Tensor> tensors = tensors("module.backbone.", TRANSFORMER.parameters());
        put(tensors, "module.head.mlp.0.weight", List.of(3L));

        // when
        int status = run("dino-vit-s8", tensors);

        // then
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        ModelBundle bundle = ModelBundle.read(folder.resolve("bundle"));
        assertThat(bundle.description().system()).isEqualTo("dino-vit-s8");
        assertThat(bundle.weights().tensors()).hasSize(TRANSFORMER.parameters().size());
    }

    @Test
    void sr3IsRecognisedByItsShapesAndItsScheduleLeftOut() throws IOException {
        // given
        Sr3UNet network = Sr3UNet.rgb(32, List.of(1, 2), 1, List.of(64), 128);
        Map<String, Tensor> tensors =
                tensors("denoise_fn.", network.inference(ScalarType.FLOAT32).parameters());
        float[] betas = new float[20];
        for (int i = 0; i < 20; i++) {
            betas[i] = 0.01f * (i + 1);
        }
        tensors.put("betas", Tensor.ofFloats("betas", List.of(20L), betas));

        // then
        assertThat(run("sr3", tensors)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void saysWhoseWeightsTheyAre() throws IOException {
        assertThat(run("sr3", tensors("", TRANSFORMER.parameters()))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not those of sr3", "dino-vit-s8");
    }

    @Test
    void listsWhatDoesNotFit() throws IOException {
        // given
        Map<String, Tensor> tensors = tensors("", TRANSFORMER.parameters());
        tensors.remove("norm.bias");
        put(tensors, "extra", List.of(1L));
        put(tensors, "norm.weight", List.of(7L));

        // then
        assertThat(run("dino-vit-s8", tensors)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("1 missing (norm.bias", "1 unexpected (extra)", "1 mis-shaped (norm.weight");
    }

    @Test
    void refusesNumbersThatAreNone() throws IOException {
        // given
        Map<String, Tensor> tensors = tensors("", TRANSFORMER.parameters());
        float[] values = new float[48];
        values[7] = Float.NaN;
        tensors.put("norm.bias", Tensor.ofFloats("norm.bias", List.of(48L), values));

        // then
        assertThat(run("dino-vit-s8", tensors)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("norm.bias", "element 7");
        assertThat(folder.resolve("bundle")).doesNotExist();
    }

    @Test
    void anUnknownSystemIsAnsweredWithTheKnownOnes() throws IOException {
        assertThat(run("gan", Map.of())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("gan", "sr3", "resshift-vqgan");
    }

    private int run(String system, Map<String, Tensor> tensors) throws IOException {
        Path file = Files.write(folder.resolve("weights"), new Safetensors(tensors, Map.of()).encode());
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(
                console,
                "model",
                "import",
                "--system",
                system,
                "--weights",
                file.toString(),
                "--out",
                folder.resolve("bundle").toString());
    }

    private static Map<String, Tensor> tensors(String prefix, List<Parameter> parameters) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.forEach(parameter -> put(tensors, prefix + parameter.name(), parameter.shape()));
        return tensors;
    }

    private static void put(Map<String, Tensor> tensors, String name, List<Long> shape) {
        int size = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        tensors.put(name, Tensor.ofFloats(name, shape, new float[size]));
    }
}
