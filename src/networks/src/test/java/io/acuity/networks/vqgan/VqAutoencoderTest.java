package io.acuity.networks.vqgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.PublishedNames;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.graph.Parameter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VqAutoencoderTest {
    private static final String SMALL = """
            "double_z": false, "z_channels": 3, "resolution": 32, "in_channels": 3, "out_ch": 3, "ch": 32,
            "ch_mult": [1, 1, 2], "num_res_blocks": 1, "attn_resolutions": [], "n_embed": 64, "embed_dim": 3""";

    @Test
    void asksForThePublishedTensorsAndNoOthers() {
        // given
        Map<String, List<Long>> published = PublishedNames.read("vq-autoencoder");

        // when
        Map<String, List<Long>> asked = new TreeMap<>();
        for (Parameter parameter : network("").parameters()) {
            asked.put(parameter.name(), parameter.shape());
        }

        // then
        assertThat(asked).isEqualTo(published);
    }

    @Test
    void thePublishedAutoencoderHasTheKnownNumberOfWeights() {
        // given
        VqAutoencoder network =
                network(", \"ch\": 128, \"ch_mult\": [1, 2, 4], \"num_res_blocks\": 2, \"n_embed\": 8192");

        // when
        long weights = network.parameters().stream().mapToLong(Parameter::size).sum();

        // then
        assertThat(weights).isEqualTo(55_322_782);
        assertThat(network.factor()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"attn_resolutions\": [16]",
                ", \"resamp_with_conv\": false, \"num_res_blocks\": [1, 2, 1]",
                ", \"ddconfig\": {\"ch_mult\": [1, 2]}, \"embed_dim\": 4"
            })
    void latentsAreSmallerByTheFactorAndDecodeToImages(String options) {
        // given
        VqAutoencoder network = network(options);
        FloatImage image = RandomTensors.image(3, 32, 24, 1);
        try (VqCodec codec = load(network)) {
            // when
            FloatImage latent = codec.encode(image);
            FloatImage decoded = codec.decode(latent);

            // then
            assertThat(latent.channels()).isEqualTo(codec.channels());
            assertThat(latent.height()).isEqualTo(32 / codec.factor());
            assertThat(latent.width()).isEqualTo(24 / codec.factor());
            assertThat(decoded.height()).isEqualTo(32);
            assertThat(decoded.width()).isEqualTo(24);
        }
    }

    @Test
    void onlyDecodingGoesThroughTheCodebook() {
        // given
        FloatImage image = RandomTensors.image(3, 16, 16, 2);
        try (VqCodec codec = load(network(""))) {
            FloatImage latent = codec.encode(image);
            FloatImage nudged = new FloatImage(3, 4, 4, latent.values().clone());
            nudged.values()[0] += 1e-6f;

            // when
            FloatImage decoded = codec.decode(latent);

            // then: the same codes give the same image; without codes the difference shows
            assertThat(codec.decode(nudged).values()).isEqualTo(decoded.values());
            assertThat(codec.decodeQuantised(latent).values()).isNotEqualTo(decoded.values());
        }
    }

    @Test
    void callsLeaveNoArrayBehind() {
        // given
        FloatImage image = RandomTensors.image(3, 16, 16, 3);
        try (VqCodec codec = load(network(""))) {
            int live = codec.liveArrays();

            // when
            for (int i = 0; i < 20; i++) {
                codec.decode(codec.encode(image));
            }

            // then
            assertThat(codec.liveArrays()).isEqualTo(live);
        }
    }

    @Test
    void aCheckpointThatDoesNotFitIsRefusedByName() {
        // given
        VqAutoencoder network = network("");
        Map<String, Tensor> weights = RandomTensors.of(network.parameters(), 4);
        weights.remove("quantize.embedding.weight");
        weights.put("encoder.extra", Tensor.ofFloats("encoder.extra", List.of(1L), new float[1]));

        // when, then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> VqCodec.load(network, weights))
                .withMessageContaining("quantize.embedding.weight")
                .withMessageContaining("encoder.extra");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"double_z\": true",
                ", \"padding_mode\": \"reflect\"",
                ", \"ch\": 20",
                ", \"num_res_blocks\": [1]",
                ", \"n_embed\": \"many\""
            })
    void whatPublishedAutoencodersAreNotIsRefused(String options) {
        // given, when, then
        assertThatIllegalArgumentException().isThrownBy(() -> network(options));
    }

    /** The small autoencoder with options that replace its own. */
    private static VqAutoencoder network(String options) {
        try {
            return VqAutoencoder.of(new ObjectMapper().readTree("{" + SMALL + options + "}"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static VqCodec load(VqAutoencoder network) {
        return VqCodec.load(network, RandomTensors.of(network.parameters(), 5));
    }
}
