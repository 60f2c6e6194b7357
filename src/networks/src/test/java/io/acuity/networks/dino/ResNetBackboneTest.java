package io.acuity.networks.dino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.acuity.attention.AttentionMap;
import io.acuity.attention.HeadChoice;
import io.acuity.attention.learned.LearnedExtractor;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.RandomTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random weights: shapes, ranges and repetition, not what published weights would show. */
class ResNetBackboneTest {
    private static final ResNet SMALL = new ResNet(8, List.of(1, 2, 1), 0);

    @Test
    void headsAreDifferentMapsOfTheImagesSize() {
        // given sides that no stride divides
        FloatImage image = RandomTensors.image(3, 41, 54, 1);

        try (ResNetBackbone backbone = load(SMALL)) {
            // when
            FloatImage maps = backbone.maps(image);

            // then
            assertThat(backbone.heads()).isEqualTo(6);
            assertThat(List.of(maps.channels(), maps.height(), maps.width())).containsExactly(6, 41, 54);
            int size = 41 * 54;
            for (int head = 0; head < 6; head++) {
                float[] map = Arrays.copyOfRange(maps.values(), head * size, (head + 1) * size);
                assertThat(list(map))
                        .allSatisfy(value -> assertThat(value).isFinite().isLessThanOrEqualTo(3f));
                assertThat(list(map)).anySatisfy(value -> assertThat(value).isPositive());
                for (int other = 0; other < head; other++) {
                    assertThat(map).isNotEqualTo(Arrays.copyOfRange(maps.values(), other * size, (other + 1) * size));
                }
            }
        }
    }

    @Test
    void theSameImageGivesTheSameMapsAndNothingIsLeftBehind() {
        FloatImage image = RandomTensors.image(3, 32, 64, 2);
        try (ResNetBackbone backbone = load(SMALL)) {
            // when
            float[] first = backbone.maps(image).values();
            int before = backbone.liveArrays();
            for (int i = 0; i < 3; i++) {
                // then
                assertThat(backbone.maps(image).values()).isEqualTo(first);
            }
            assertThat(backbone.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void aProbeMakesMapsOfItsClasses() {
        ResNet probed = new ResNet(8, List.of(1, 2, 1), 4);
        FloatImage image = RandomTensors.image(3, 32, 32, 3);
        try (ResNetBackbone features = load(SMALL);
                ResNetBackbone classes = load(probed)) {
            assertThat(classes.heads()).isEqualTo(4);
            assertThat(classes.maps(image).values()).hasSize(4 * 32 * 32);
            assertThat(classes.maps(image).values())
                    .isNotEqualTo(Arrays.copyOf(features.maps(image).values(), 4 * 32 * 32));
        }
    }

    @Test
    void theWholeNetworkGivesMapsThatAreNumbers() {
        try (ResNetBackbone backbone = load(ResNet.fifty())) {
            FloatImage maps = backbone.maps(RandomTensors.image(3, 64, 32, 4));
            assertThat(maps.values()).hasSize(6 * 64 * 32);
            assertThat(list(maps.values()))
                    .allSatisfy(value -> assertThat(value).isFinite());
            assertThat(list(maps.values()))
                    .anySatisfy(value -> assertThat(value).isPositive());
        }
    }

    @Test
    void aTinyImageGivesAMapInUnitRange() {
        // given
        FloatImage lowRes = RandomTensors.image(3, 5, 9, 4);
        for (int i = 0; i < lowRes.values().length; i++) {
            lowRes.values()[i] = Math.clamp(0.5f + 0.2f * lowRes.values()[i], 0f, 1f);
        }

        try (ResNetBackbone backbone = load(SMALL)) {
            // when
            AttentionMap map = new LearnedExtractor(backbone, new HeadChoice.Maximum()).extract(lowRes, 20, 36);

            // then
            List<Float> values = list(map.toImage().values());
            assertThat(values)
                    .hasSize(20 * 36)
                    .contains(1f)
                    .allSatisfy(value -> assertThat(value).isBetween(0f, 1f));
            assertThat(map.mean()).isBetween(0.02, 0.98);
        }
    }

    @Test
    void anImageOfOneColourSinglesNothingOut() {
        try (ResNetBackbone backbone = load(SMALL)) {
            AttentionMap map =
                    new LearnedExtractor(backbone, new HeadChoice.Average()).extract(FloatImage.zeros(3, 1, 1), 4, 4);
            assertThat(map.mean()).isZero();
        }
    }

    @Test
    void namesWeightsThatDoNotFit() {
        Map<String, Tensor> weights = new LinkedHashMap<>(RandomResNets.weights(SMALL, 1));
        weights.remove("layer1.0.conv2.weight");
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> ResNetBackbone.load("test", SMALL, weights))
                .withMessageContaining("1 missing (layer1.0.conv2.weight [8, 8, 3, 3])");
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static ResNetBackbone load(ResNet network) {
        return ResNetBackbone.load("test", network, RandomResNets.weights(network, 20261121));
    }
}
