package io.acuity.checkpoints.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.UnknownModelException;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
