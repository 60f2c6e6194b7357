package io.acuity.checkpoints.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.UnknownModelException;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBundleTest {
    @TempDir
    Path folder;

    @Test
    void comesBackAsWritten() throws IOException {
        // given
        ModelBundle bundle = tiny();

        // when
        bundle.write(folder);
        ModelBundle back = BundleCatalog.find(folder.toString());

        // then
        assertThat(back.description().process().etas()).containsExactly(0.5);
        assertThat(back.checkpointId()).isEqualTo(bundle.checkpointId()).matches("tiny@[0-9a-f]{12}");
        assertThat(back.weights().encode()).isEqualTo(bundle.weights().encode());
    }

    @Test
    void aSingleFlippedBitIsFound() throws IOException {
        // given
        tiny().write(folder);
        Path weights = folder.resolve(ModelBundle.WEIGHTS_FILE);
        byte[] content = Files.readAllBytes(weights);
        content[content.length - 1] ^= 1;
        Files.write(weights, content);

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> ModelBundle.read(folder))
                .withMessageContaining("SHA-256")
                .withMessageContaining(folder.toString());
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        // given
        tiny().write(folder);
        Files.delete(folder.resolve(ModelBundle.DESCRIPTION_FILE));

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> ModelBundle.read(folder))
                .withMessageContaining(ModelBundle.DESCRIPTION_FILE);
    }

    @Test
    void anUnknownModelIsAnsweredWithTheKnownOnes() {
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> BundleCatalog.find("no-such-model"))
                .withMessageContaining("no-such-model")
                .withMessageContaining(BundleCatalog.DEFAULT_MODEL);
    }

    private static ModelBundle tiny() {
        Safetensors weights =
                new Safetensors(Map.of("a", Tensor.ofFloats("a", List.of(2L), new float[] {1, 2})), Map.of());
        return new ModelBundle(
                new ModelDescription(
                        "tiny",
                        "residual-shift",
                        4,
                        new ModelDescription.Network("residual-cnn", 8, 1, 1, null),
                        new ModelDescription.Chain(new double[] {0.5}, 0, "RESIDUAL"),
                        new ModelDescription.Weights(Sha256.of(weights.encode()), 2),
                        null,
                        null,
                        null,
                        null),
                weights);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"name\":\"m\",\"system\":\"s\",\"scale\":4,\"network\":{\"type\":\"t\",\"width\":1,\"blocks\":1,\"steps\":1},"
                        + "\"process\":{\"etas\":[],\"kappa\":1,\"target\":\"CLEAN\"},\"weights\":null}",
                "{\"name\":\"m\",\"system\":\"s\",\"scale\":4,\"network\":{\"type\":\"t\",\"width\":1,\"blocks\":1,\"steps\":1},"
                        + "\"process\":{\"etas\":null,\"kappa\":1,\"target\":\"CLEAN\"},\"weights\":{\"sha256\":\"\",\"parameters\":1}}"
            })
    void aDescriptionThatLeavesOutWhatEveryModelHasIsRefused(String description) {
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> ModelBundle.parse(
                        description.getBytes(StandardCharsets.UTF_8), tiny().weightsFile(), "hostile"))
                .withMessageContaining("hostile cannot be read");
    }

    @Test
    void anArchiveOfManyFilesUnpacksToNoMoreThanItself() throws IOException {
        // given: each as large as the archive may be, and compressed to next to nothing
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int file = 0; file < 50; file++) {
                zip.putNextEntry(new ZipEntry("file" + file));
                zip.write(new byte[5_000]);
            }
        }

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> BundleArchive.decode(bytes.toByteArray(), "hostile"))
                .withMessageContaining("larger than the archive itself");
    }
}
