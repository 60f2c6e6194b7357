package io.acuity.networks.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegressionNetworksTest {
    private static final Rlfn RLFN = new Rlfn(6, 8, 4, 2, 2);

    static Stream<RegressionNetwork> networks() {
        return Stream.of(RLFN, new Rfdn(6, 3, 4, 2, 2), new Span(6, 2, 2));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void imagesOfAnySizeBecomeLarger(RegressionNetwork network) {
        // given: sides that are multiples of nothing, and the shortest ones
        Map<String, Tensor> weights = small(network);

        // when
        try (RegressionUpscaler upscaler = RegressionUpscaler.load(network, weights, ScalarType.FLOAT32)) {
            FloatImage odd = upscaler.enlarge(RandomTensors.image(3, 17, 31, 1));
            FloatImage least =
                    upscaler.enlarge(RandomTensors.image(3, network.leastSide(), network.leastSide() + 1, 1));
            int arrays = upscaler.liveArrays();
            FloatImage again = upscaler.enlarge(RandomTensors.image(3, 17, 31, 1));

            // then
            assertThat(odd.height()).isEqualTo(34);
            assertThat(odd.width()).isEqualTo(62);
            assertThat(least.height()).isEqualTo(2 * network.leastSide());
            assertThat(again.values()).containsExactly(odd.values());
            assertThat(upscaler.liveArrays()).isEqualTo(arrays);
        }
    }

    @Test
    void whatTheLastLayerSaysIsTheImageInItsPublishedRange() {
        // given: every weight zero but the last bias, a grey level for each pixel of a 2×2 block and each colour
        Map<String, Tensor> weights = zeros(RLFN);
        float[] levels = new float[12];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = 20 * i;
        }
        weights.put("upsampler.0.bias", Tensor.ofFloats("upsampler.0.bias", List.of(12L), levels));

        // when
        FloatImage result;
        try (RegressionUpscaler upscaler = RegressionUpscaler.load(RLFN, weights, ScalarType.FLOAT32)) {
            result = upscaler.enlarge(FloatImage.zeros(3, 15, 15));
        }

        // then: channel 4c + 2dy + dx of the shuffle
        for (int c = 0; c < 3; c++) {
            for (int k = 0; k < 4; k++) {
                float found = result.at(c, 10 + k / 2, 6 + k % 2);
                assertThat((found + 1) * 127.5f).isCloseTo(20 * (4 * c + k), within(1e-3f));
            }
        }
    }

    @Test
    void gatesSeeTheWholeImageSoThatTilesWouldDiffer() {
        // given: the same pixels in images of two sizes
        FloatImage wide = RandomTensors.image(3, 24, 48, 3);
        FloatImage left = wide.window(0, 0, 40, 24);

        // when
        try (RegressionUpscaler upscaler = RegressionUpscaler.load(RLFN, small(RLFN), ScalarType.FLOAT32)) {
            FloatImage whole = upscaler.enlarge(wide);
            FloatImage tile = upscaler.enlarge(left);

            // then: far from the cut, where convolutions alone reach nothing
            assertThat(tile.at(0, 20, 4)).isNotEqualTo(whole.at(0, 20, 4));
        }
    }

    @Test
    void smallerImagesThanThePoolNeedsAreRefusedInASentence() {
        try (RegressionUpscaler upscaler = RegressionUpscaler.load(RLFN, small(RLFN), ScalarType.FLOAT32)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> upscaler.enlarge(FloatImage.zeros(3, 14, 20)))
                    .withMessageContaining("at least 15×15")
                    .withMessageContaining("20×14");
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByName() {
        Map<String, Tensor> weights = small(RLFN);
        weights.remove("block_2.c5.bias");
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> RegressionUpscaler.load(RLFN, weights, ScalarType.FLOAT32))
                .withMessageContaining("block_2.c5.bias");
    }

    private static Map<String, Tensor> small(RegressionNetwork network) {
        return new LinkedHashMap<>(RandomTensors.of(network.parameters(), 5));
    }

    private static Map<String, Tensor> zeros(RegressionNetwork network) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            weights.put(
                    parameter.name(),
                    Tensor.ofFloats(
                            parameter.name(), parameter.shape(), new float[Math.toIntExact(parameter.size())]));
        }
        return weights;
    }
}
