package io.acuity.networks.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.RandomTensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random weights: that the graphs are the published ones, not what published weights would show. */
class PerceptualDistanceTest {
    @ParameterizedTest
    @EnumSource(PerceptualNet.class)
    void everyTapIsThatOfPlainLoopsAndEqualImagesAreAtZero(PerceptualNet net) {
        // given sides that no stride divides, so that pools which round up and down differ
        Map<String, Tensor> weights = RandomPerceptualWeights.of(net, 20261122);
        FloatImage a = image(net.smallestSide() + 2, net.smallestSide() + 9, 1);
        FloatImage b = image(net.smallestSide() + 2, net.smallestSide() + 9, 2);
        double[] expected = new PlainPerceptual(weights).taps(net, a, b);
        try (PerceptualDistance distance = PerceptualDistance.load(net, weights)) {
            // when
            double[] taps = distance.taps(a, b);
            int before = distance.liveArrays();
            double[] back = distance.taps(b, a);

            // then
            assertThat(taps).hasSameSizeAs(expected);
            double largest = DoubleStream.of(expected).max().orElseThrow();
            assertThat(largest).isPositive();
            for (int i = 0; i < taps.length; i++) {
                assertThat(taps[i]).isCloseTo(expected[i], within(1e-4 * largest));
                assertThat(back[i]).isCloseTo(taps[i], within(1e-6 * largest));
            }
            assertThat(distance.taps(a, a)).containsOnly(0);
            assertThat(distance.liveArrays()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(PerceptualNet.class)
    void theSmallestImageHasADistanceAndASmallerOneASentence(PerceptualNet net) {
        int side = net.smallestSide();
        try (PerceptualDistance distance = PerceptualDistance.load(net, RandomPerceptualWeights.of(net, 20261122))) {
            assertThat(distance.taps(image(side, side, 1), image(side, side, 2)))
                    .hasSameSizeAs(net.channels().toArray())
                    .doesNotContain(Double.NaN);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distance.taps(image(side - 1, 50, 1), image(side - 1, 50, 1)))
                    .withMessageContaining("at least " + side + "×" + side);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distance.taps(image(side, 50, 1), image(side, 51, 1)))
                    .withMessageContaining("one size");
        }
    }

    @Test
    void filesOfTorchvisionAndOfTheLinearLayersMakeTheWeightsOfTheModule() {
        for (PerceptualNet net : PerceptualNet.values()) {
            // given the module's tensors as two files, with the classifier and the duplicates published ones have
            Map<String, Tensor> module = RandomPerceptualWeights.of(net, 3);
            Map<String, Tensor> linear = new LinkedHashMap<>();
            Map<String, Tensor> backbone = new LinkedHashMap<>();
            backbone.put("classifier.1.weight", Tensor.ofFloats("classifier.1.weight", List.of(1L), new float[1]));
            module.forEach((name, tensor) -> {
                if (name.startsWith("lin")) {
                    linear.put(name, tensor);
                    linear.put(name.replaceFirst("lin", "lins."), tensor);
                } else if (name.startsWith("net.")) {
                    backbone.put(name.replaceFirst("net\\.slice\\d", "features"), tensor);
                }
            });

            // when
            Map<String, Tensor> merged = PerceptualWeights.of(net, List.of(linear, backbone));

            // then
            assertThat(PerceptualWeights.hasLinear(linear)).isTrue();
            assertThat(PerceptualWeights.hasBackbone(linear)).isFalse();
            assertThat(PerceptualWeights.hasBackbone(backbone)).isTrue();
            assertThat(merged.keySet()).isEqualTo(module.keySet());
            merged.forEach((name, tensor) -> assertThat(tensor.data())
                    .as(name)
                    .isEqualTo(Objects.requireNonNull(module.get(name)).data()));
        }
    }

    @Test
    void namesWeightsThatDoNotFit() {
        Map<String, Tensor> weights = RandomPerceptualWeights.of(PerceptualNet.SQUEEZE, 1);
        weights.remove("net.slice2.4.expand3x3.bias");
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> PerceptualDistance.load(PerceptualNet.SQUEEZE, weights))
                .withMessageContaining("1 missing (net.slice2.4.expand3x3.bias [64])");
    }

    private static FloatImage image(int height, int width, long seed) {
        FloatImage image = RandomTensors.image(3, height, width, seed);
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] = Math.clamp(0.5f * image.values()[i], -1f, 1f);
        }
        return image;
    }
}
