package io.acuity.networks.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.graph.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random weights: shapes, ranges and repetition, not what published weights would show. */
class InceptionFeaturesTest {
    private static final Map<String, Tensor> WEIGHTS = random();

    @Test
    void asksForTheWeightsOfInceptionWithoutItsClassifier() {
        List<Parameter> parameters = InceptionFeatures.parameters();

        // then: 94 convolutions, and as many learned weights as torchvision's network has without classifier
        assertThat(parameters).hasSize(94 * 5).extracting(Parameter::name).doesNotHaveDuplicates();
        assertThat(parameters.stream()
                        .filter(parameter -> !parameter.name().contains("running"))
                        .mapToLong(Parameter::size)
                        .sum())
                .isEqualTo(21_785_568);
        assertThat(parameters)
                .contains(
                        new Parameter("Conv2d_1a_3x3.conv.weight", List.of(32L, 3L, 3L, 3L)),
                        new Parameter("Mixed_5b.branch_pool.conv.weight", List.of(32L, 192L, 1L, 1L)),
                        new Parameter("Mixed_6a.branch3x3.conv.weight", List.of(384L, 288L, 3L, 3L)),
                        new Parameter("Mixed_6c.branch7x7dbl_5.conv.weight", List.of(192L, 160L, 1L, 7L)),
                        new Parameter("Mixed_7a.branch7x7x3_4.conv.weight", List.of(192L, 192L, 3L, 3L)),
                        new Parameter("Mixed_7c.branch3x3dbl_3b.conv.weight", List.of(384L, 384L, 3L, 1L)),
                        new Parameter("Mixed_7c.branch_pool.bn.running_var", List.of(192L)));
    }

    @Test
    void imagesOfAnySizeHaveFeaturesThatAreTheirs() {
        // given weights with what the published file holds beside them
        Map<String, Tensor> weights = weights();
        weights.put("fc.bias", Tensor.ofFloats("fc.bias", List.of(1008L), new float[1008]));
        try (InceptionFeatures features = InceptionFeatures.load(weights)) {
            // when
            float[] first = features.of(image(40, 60, 1));
            int before = features.liveArrays();
            float[] other = features.of(image(320, 31, 2));

            // then
            assertThat(first).hasSize(2048).isNotEqualTo(other);
            assertThat(Arrays.equals(features.of(image(40, 60, 1)), first)).isTrue();
            assertThat(features.liveArrays()).isEqualTo(before);
            for (float value : first) {
                assertThat(value).isFinite().isNotNegative();
            }

            // and one colour has the same ones at any size
            float[] ofSmall = features.of(FloatImage.zeros(3, 5, 9));
            float[] ofLarge = features.of(FloatImage.zeros(3, 310, 400));
            for (int i = 0; i < ofSmall.length; i++) {
                assertThat(ofLarge[i]).isCloseTo(ofSmall[i], within(1e-4f * (1 + Math.abs(ofSmall[i]))));
            }
        }
    }

    @Test
    void namesWeightsThatDoNotFit() {
        Map<String, Tensor> weights = weights();
        weights.remove("Mixed_5d.branch_pool.bn.bias");
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> InceptionFeatures.load(weights))
                .withMessageContaining("1 missing (Mixed_5d.branch_pool.bn.bias [64])");
    }

    private static Map<String, Tensor> weights() {
        return new LinkedHashMap<>(WEIGHTS);
    }

    private static Map<String, Tensor> random() {
        Random random = new Random(20261122);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : InceptionFeatures.parameters()) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            double inputs = (double) parameter.size() / parameter.shape().get(0);
            boolean convolution = parameter.shape().size() > 1;
            boolean centredAtOne =
                    parameter.name().endsWith("bn.weight") || parameter.name().endsWith("running_var");
            for (int i = 0; i < values.length; i++) {
                double even = 2 * random.nextFloat() - 1;
                values[i] = (float) (convolution ? even * Math.sqrt(6 / inputs) : 0.2 * even + (centredAtOne ? 1 : 0));
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        return tensors;
    }

    private static FloatImage image(int height, int width, long seed) {
        FloatImage image = RandomTensors.image(3, height, width, seed);
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] = Math.clamp(0.5f + 0.25f * image.values()[i], 0f, 1f);
        }
        return image;
    }
}
