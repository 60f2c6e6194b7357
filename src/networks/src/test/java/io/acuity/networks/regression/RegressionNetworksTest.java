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
import java.util.TreeMap;
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

    /**
     * Networks with weights of a formula on the reference pattern of 26×19 pixels, as PyTorch 2.13 gives them in float64.
     *
     * @param expected mean, deviation, and values at (0, 0, 0), (1, 17, 30) and (2, 37, 51), 0 to 1 in a picture
     */
    private record Reference(RegressionNetwork network, double[] expected) {}

    static Stream<Reference> references() {
        return Stream.of(
                new Reference(RLFN, new double[] {
                    -0.0002084516550282556,
                    0.13592618466841894,
                    -0.007944827992328709,
                    -0.10862892415310892,
                    -0.13667919875120702
                }),
                new Reference(new Rfdn(6, 3, 4, 2, 2), new double[] {
                    3.429167935393664e-5,
                    0.6793249678231356,
                    0.02834114185921026,
                    0.05817443986142293,
                    0.09867399406085922
                }),
                new Reference(new Span(6, 2, 2), new double[] {
                    0.023690716913953587, 366.8430189714528, 31.293932214782828, -611.6747368407142, 4.4326682393291605
                }));
    }

    @ParameterizedTest
    @MethodSource("references")
    void graphsGiveWhatPyTorchGives(Reference reference) {
        // given
        FloatImage pattern = FloatImage.zeros(3, 19, 26);
        for (int i = 0; i < pattern.values().length; i++) {
            int x = i % 26;
            int y = i / 26 % 19;
            int value = (37 * (i / (26 * 19)) + 11 * y + 7 * x + 5 * (x * y % 13)) % 256;
            pattern.values()[i] = value / 127.5f - 1;
        }

        // when
        FloatImage result;
        try (RegressionUpscaler upscaler =
                RegressionUpscaler.load(reference.network, formula(reference.network), ScalarType.FLOAT32)) {
            result = upscaler.enlarge(pattern);
        }

        // then
        double sum = 0;
        double squares = 0;
        for (float value : result.values()) {
            sum += unit(value);
            squares += unit(value) * unit(value);
        }
        double mean = sum / result.values().length;
        double[] found = {
            mean,
            Math.sqrt(squares / result.values().length - mean * mean),
            unit(result.at(0, 0, 0)),
            unit(result.at(1, 17, 30)),
            unit(result.at(2, 37, 51))
        };
        assertThat(found).containsExactly(reference.expected, within(1e-4 * reference.expected[1]));
    }

    private static double unit(float value) {
        return (value + 1.0) / 2;
    }

    /** 0.25·sin(1.3·i + p) for element i of the p-th parameter in the order of their names. */
    private static Map<String, Tensor> formula(RegressionNetwork network) {
        Map<String, Tensor> weights = zeros(network);
        int p = 0;
        for (Tensor zero : new TreeMap<>(weights).values()) {
            float[] values = zero.floats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.25 * Math.sin(1.3 * i + p));
            }
            weights.put(zero.name(), Tensor.ofFloats(zero.name(), zero.shape(), values));
            p++;
        }
        return weights;
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
        FloatImage left = wide.window(0, 0, 44, 24);

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
                    Tensor.ofFloats(parameter.name(), parameter.shape(), new float[Math.toIntExact(parameter.size())]));
        }
        return weights;
    }
}
