package io.acuity.networks.dino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.npy.NpyArray;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.imaging.FloatImage;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against attention recorded from the published implementation, positions interpolated to 6×8 patches. */
class VisionTransformerBackboneTest {
    private static final VisionTransformer NETWORK = new VisionTransformer(48, 2, 6, 8, 4, 192, 1e-6, true);

    @Test
    void givesTheRecordedAttentionAndFeatures() throws URISyntaxException {
        // given
        NpyArray x = NpyArray.read(recorded("x.npy"));

        // when
        try (VisionTransformerBackbone backbone = load()) {
            ClassAttention attention = backbone.attend(x.toFloats(), 1, 48, 64);

            // then
            assertThat(attention.rows()).isEqualTo(6);
            assertThat(attention.columns()).isEqualTo(8);
            assertThat(attention.maps())
                    .containsExactly(NpyArray.read(recorded("attn_cls.npy")).toFloats(), within(1e-5f));
            assertThat(attention.features())
                    .containsExactly(NpyArray.read(recorded("features.npy")).toFloats(), within(1e-5f));
        }
    }

    @Test
    void imagesOfABatchDoNotTouchAndNothingIsLeftBehind() throws URISyntaxException {
        // given: the same image twice, of a square of the trained size
        float[] image = Arrays.copyOf(NpyArray.read(recorded("x.npy")).toFloats(), 3 * 32 * 32);
        float[] batch = Arrays.copyOf(image, 2 * image.length);
        System.arraycopy(image, 0, batch, image.length, image.length);

        try (VisionTransformerBackbone backbone = load()) {
            // when
            FloatImage alone = backbone.maps(new FloatImage(3, 32, 32, image));
            int before = backbone.liveArrays();
            ClassAttention together = backbone.attend(batch, 2, 32, 32);

            // then
            int size = alone.values().length;
            assertThat(Arrays.copyOf(together.maps(), size)).containsExactly(alone.values(), within(1e-6f));
            assertThat(Arrays.copyOfRange(together.maps(), size, 2 * size))
                    .containsExactly(alone.values(), within(1e-6f));
            assertThat(backbone.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void namesWeightsThatDoNotFit() throws URISyntaxException {
        // given
        Map<String, Tensor> weights = new LinkedHashMap<>(weights());
        weights.remove("norm.bias");
        weights.put("extra", Tensor.ofFloats("extra", List.of(1L), new float[1]));
        weights.put("cls_token", Tensor.ofFloats("cls_token", List.of(1L, 48L), new float[48]));

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> VisionTransformerBackbone.load("test", NETWORK, weights))
                .withMessageContaining("1 missing (norm.bias [48])")
                .withMessageContaining("1 unexpected (extra)")
                .withMessageContaining("1 mis-shaped (cls_token has shape [1, 48], not [1, 1, 48])");
    }

    private static VisionTransformerBackbone load() throws URISyntaxException {
        return VisionTransformerBackbone.load("test", NETWORK, weights());
    }

    private static Map<String, Tensor> weights() throws URISyntaxException {
        return WeightFiles.read(recorded("weights.pth"), StateDictNames.DINO_VIT);
    }

    private static Path recorded(String file) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(VisionTransformerBackboneTest.class.getResource("/dino-vit-interp/" + file))
                        .toURI());
    }
}
