package io.acuity.networks.resshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.PublishedNames;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwinUNetTest {
    private static final String SMALL = """
            "image_size": 16, "in_channels": 3, "model_channels": 32, "out_channels": 3,
            "attention_resolutions": [16, 8], "channel_mult": [1, 2], "num_res_blocks": [1, 1],
            "num_head_channels": 8, "use_scale_shift_norm": true, "swin_embed_dim": 32, "lq_size": 16""";

    @Test
    void asksForThePublishedTensorsAndNoOthers() {
        // given: what public code saves, without the constants in it
        Map<String, List<Long>> published = PublishedNames.read("resshift-unet");
        published.keySet().removeIf(SwinUNet::isConstant);

        // when
        Map<String, List<Long>> asked = new TreeMap<>();
        for (Parameter parameter : network("").inference(ScalarType.FLOAT32).parameters()) {
            asked.put(parameter.name(), parameter.shape());
        }

        // then
        assertThat(asked).isEqualTo(published);
    }

    @Test
    void thePublishedNetworkHasAsManyWeightsAsItsPaperSays() {
        // given
        SwinUNet network = network("""
                , "image_size": 64, "model_channels": 160, "channel_mult": [1, 2, 2, 4],
                "num_res_blocks": [2, 2, 2, 2], "attention_resolutions": [64, 32, 16, 8], "num_head_channels": 32,
                "swin_embed_dim": 192, "mlp_ratio": 4, "lq_size": 64""");

        // when, then: 118.59 million
        assertThat(network.inference(ScalarType.FLOAT32).parameterCount()).isEqualTo(118_593_583);
        assertThat(network.multiple()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"patch_norm\": true, \"swin_depth\": 1",
                ", \"resblock_updown\": true",
                ", \"conv_resample\": false, \"use_scale_shift_norm\": false",
                ", \"lq_size\": 32",
                ", \"channel_mult\": [1, 1, 2], \"num_res_blocks\": 2, \"attention_resolutions\": [8]",
                ", \"num_head_channels\": -1, \"num_heads\": 2, \"window_size\": 4"
            })
    void everyPublishedOptionRuns(String options) {
        // given
        SwinUNet network = network(options);
        int side = network.multiple();
        FloatImage state = RandomTensors.image(3, side, 2 * side, 1);
        int factor = network.conditionFactor();
        FloatImage lowRes = RandomTensors.image(3, side * factor, 2 * side * factor, 2);

        // when
        try (SwinDenoiser denoiser = load(network, ScalarType.FLOAT32)) {
            FloatImage first = denoiser.predict(state, lowRes, 0);
            FloatImage later = denoiser.predict(state, lowRes, 3);

            // then: an image of the same size that depends on the step
            assertThat(first.width()).isEqualTo(2 * side);
            assertThat(first.height()).isEqualTo(side);
            assertThat(first.values()).isNotEqualTo(later.values());
            for (float value : first.values()) {
                assertThat(value).isFinite();
            }
        }
    }

    @Test
    void bfloat16StaysNearFp32() {
        // given
        SwinUNet network = network("");
        FloatImage state = RandomTensors.image(3, 16, 16, 3);
        FloatImage lowRes = RandomTensors.image(3, 16, 16, 4);
        try (SwinDenoiser exact = load(network, ScalarType.FLOAT32);
                SwinDenoiser fast = load(network, ScalarType.BFLOAT16)) {
            // when
            float[] expected = exact.predict(state, lowRes, 2).values();
            float[] actual = fast.predict(state, lowRes, 2).values();

            // then: the mean error is within 5 % of the mean value
            double error = 0;
            double size = 0;
            for (int i = 0; i < expected.length; i++) {
                error += Math.abs(actual[i] - expected[i]);
                size += Math.abs(expected[i]);
            }
            assertThat(error).isLessThan(0.05 * size);
        }
    }

    @Test
    void callsLeaveNoArrayBehind() {
        // given
        FloatImage state = RandomTensors.image(3, 16, 16, 5);
        try (SwinDenoiser denoiser = load(network(""), ScalarType.FLOAT32)) {
            int live = denoiser.liveArrays();

            // when
            for (int i = 0; i < 20; i++) {
                denoiser.predict(state, state, i % 15);
            }

            // then
            assertThat(denoiser.liveArrays()).isEqualTo(live);
        }
    }

    @Test
    void sizesThatWindowsDoNotFillAreRefused() {
        // given
        FloatImage state = RandomTensors.image(3, 16, 24, 6);
        try (SwinDenoiser denoiser = load(network(""), ScalarType.FLOAT32)) {
            // when, then
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> denoiser.predict(state, state, 0))
                    .withMessageContaining("multiples of 16")
                    .withMessageContaining("24×16");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"cond_lq\": false",
                ", \"model_channels\": 20",
                ", \"channel_mult\": [1]",
                ", \"swin_embed_dim\": 40",
                ", \"lq_size\": 8"
            })
    void impossibleConfigurationsAreRefused(String options) {
        // given, when, then
        assertThatIllegalArgumentException().isThrownBy(() -> network(options));
    }

    @Test
    void stepsAreEmbeddedCosineFirst() {
        // given, when: figures of the reference implementation for 160 channels
        float[] embedding = StepEmbedding.of(new long[] {3}, 160);

        // then
        assertThat(embedding[0]).isCloseTo(-0.9899925f, within(1e-6f));
        assertThat(embedding[1]).isCloseTo(-0.8925445f, within(1e-6f));
        assertThat(embedding[80]).isCloseTo(0.14112f, within(1e-6f));
        assertThat(embedding[81]).isCloseTo(0.4509593f, within(1e-6f));
        assertThat(Arrays.copyOfRange(StepEmbedding.of(new long[] {3}, 5), 4, 5))
                .containsExactly(0f);
    }

    /** The small network with options that replace its own. */
    private static SwinUNet network(String options) {
        try {
            return SwinUNet.of(new ObjectMapper().readTree("{" + SMALL + options + "}"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SwinDenoiser load(SwinUNet network, ScalarType type) {
        return SwinDenoiser.load(
                network, RandomTensors.of(network.inference(type).parameters(), 7), type);
    }
}
