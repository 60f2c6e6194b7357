package io.acuity.networks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.perceptual.PerceptualDistance;
import io.acuity.networks.perceptual.PerceptualNet;
import io.acuity.networks.perceptual.PerceptualWeights;
import io.acuity.networks.perceptual.RandomPerceptualWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstalledJudgesTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhichFilesFromWhereGoWhere() throws IOException {
        // given
        InstalledJudges judges = new InstalledJudges(folder);

        // then
        assertThatExceptionOfType(MissingJudgeException.class)
                .isThrownBy(() -> judges.lpips(PerceptualNet.VGG))
                .withMessageContaining("vgg.pth from https://github.com/richzhang/PerceptualSimilarity")
                .withMessageContaining("https://download.pytorch.org/models/vgg16-397923af.pth")
                .withMessageContaining("into " + folder.resolve("lpips-vgg"));
        assertThatExceptionOfType(MissingJudgeException.class)
                .isThrownBy(judges::inception)
                .withMessageContaining("pt_inception-2015-12-05-6726825d.pth from https://github.com/mseitzer")
                .withMessageContaining("into " + folder.resolve("inception"));

        // and with one of the two files only the other is named
        Path home = Files.createDirectories(folder.resolve("lpips-squeeze"));
        write(home.resolve("squeeze.safetensors"), part(true));
        assertThatExceptionOfType(MissingJudgeException.class)
                .isThrownBy(() -> judges.lpips(PerceptualNet.SQUEEZE))
                .withMessageContaining("squeezenet1_1-b8a52dc0.pth")
                .withMessageNotContaining("linear layers");
    }

    @Test
    void twoFilesOfAnyNameAreOneMetric() throws IOException {
        // given
        Path home = Files.createDirectories(folder.resolve("lpips-squeeze"));
        write(home.resolve("one.safetensors"), part(false));
        write(home.resolve("other.safetensors"), part(true));
        FloatImage image = FloatImage.zeros(3, 32, 32);

        // then
        try (PerceptualDistance distance = new InstalledJudges(folder).lpips(PerceptualNet.SQUEEZE)) {
            assertThat(distance.taps(image, image)).hasSize(7).containsOnly(0);
        }
    }

    @Test
    void filesOfAnotherNetworkAreRefusedByName() throws IOException {
        // given
        Path home = Files.createDirectories(folder.resolve("lpips-alex"));
        write(home.resolve("one.safetensors"), part(false));
        write(home.resolve("other.safetensors"), part(true));

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> new InstalledJudges(folder).lpips(PerceptualNet.ALEX))
                .withMessageContaining(home.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "ALEX, 1152, lin4, 0.19301726 0.06713377 0.08911024",
        "VGG, 1472, lin0, 0.05011166 0.03931232 0.04640071",
        "SQUEEZE, 2240, lin0, 0.2047091 0 6.88e-06"
    })
    @EnabledIfSystemProperty(named = "acuity.published.weights", matches = ".+", disabledReason = "a folder of others")
    void publishedLinearLayersAreReadWhole(PerceptualNet net, int count, String layer, String first) {
        // given
        Path file = Path.of(System.getProperty("acuity.published.weights", ""), "lpips-v0.1-" + net.id() + ".pth");

        // when
        Map<String, Tensor> read = WeightFiles.read(file);
        Map<String, Tensor> weights = PerceptualWeights.of(net, List.of(read));

        // then
        List<Integer> sizes = weights.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("lin"))
                .map(entry -> entry.getValue().floats().length)
                .toList();
        assertThat(sizes).isEqualTo(net.channels());
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
        float[] values =
                Objects.requireNonNull(weights.get(layer + ".model.1.weight")).floats();
        String[] expected = first.split(" ", -1);
        for (int i = 0; i < expected.length; i++) {
            float recorded = Float.parseFloat(expected[i]);
            assertThat(values[i]).isCloseTo(recorded, within(1e-7f));
        }
        weights.values().stream()
                .filter(tensor -> tensor.name().startsWith("lin"))
                .forEach(tensor -> {
                    for (float value : tensor.floats()) {
                        assertThat(value).isNotNegative();
                    }
                });
    }

    private static Map<String, Tensor> part(boolean linear) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        RandomPerceptualWeights.of(PerceptualNet.SQUEEZE, 1).forEach((name, tensor) -> {
            if (name.startsWith("lin") == linear) {
                part.put(name, tensor);
            }
        });
        return part;
    }

    private static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        Files.write(file, new Safetensors(tensors, Map.of()).encode());
    }
}
