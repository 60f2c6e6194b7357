package io.acuity.networks.srdiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.diffusion.frame.ConditionedNetwork;
import io.acuity.diffusion.frame.FrameGuide;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.RecordedCase;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.guided.GuidedDenoiser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SrDiffTest {
    private static final GaussianSchedule SCHEDULE = GaussianSchedule.of(BetaCurve.COSINE, 100, 0, 0);
    private static final RecordedCase RECORDED = new RecordedCase("srdiff-small");

    private final SrDiff recorded = SrDiff.of(RECORDED.config());

    @Test
    void theRecordedCaseIsReproduced() {
        // given
        Map<String, Tensor> weights = WeightFiles.read(RECORDED.file("weights.pth"), StateDictNames.SRDIFF);
        double tolerance = RECORDED.meta().path("tolerance").path("abs").asDouble();
        double[] steps = RECORDED.array("timesteps").values();
        try (RrdbRestorer encoder = RrdbRestorer.load(recorded, weights, ScalarType.FLOAT32);
                GuidedDenoiser denoiser = GuidedDenoiser.load(recorded, weights, SCHEDULE, ScalarType.FLOAT32)) {
            for (int i = 0; i < steps.length; i++) {
                FloatImage lowRes = RECORDED.images("lr").get(i);
                FrameGuide guide =
                        new FrameGuide(lowRes, RECORDED.images("lr_up").get(i), 4);
                try (ConditionedNetwork conditioned = denoiser.condition(guide)) {
                    // when
                    FloatImage eps = conditioned.predict(RECORDED.images("x").get(i), (int) steps[i]);
                    // then
                    assertThat(RecordedCase.distance(
                                    encoder.restore(lowRes),
                                    RECORDED.images("rrdb_out").get(i)))
                            .isLessThan(tolerance);
                    assertThat(RecordedCase.distance(eps, RECORDED.images("eps").get(i)))
                            .isLessThan(tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"17, 64, 1|2|3|4, 4, 25316358, 12381443", "8, 32, 1|2|2|4, 8, 12033798, 1488003"})
    void thePublishedNetworksHaveAsManyWeights(
            int blocks, int features, String multipliers, int scale, long all, long encoder) {
        // given: ×4 of photographs and ×8 of faces, in the words of the published files
        SrDiff network = SrDiff.of(json("""
                {"hidden_size": 64, "unet_dim_mults": "%s", "rrdb_num_block": %d, "rrdb_num_feat": %d, "sr_scale": %d}""".formatted(multipliers, blocks, features, scale)));

        // then
        assertThat(network.parameters().stream().mapToLong(Parameter::size).sum())
                .isEqualTo(all);
        assertThat(network.restoration(ScalarType.FLOAT32).parameterCount()).isEqualTo(encoder);
        assertThat(SrDiff.of(network.config())).isEqualTo(network);
    }

    @Test
    void theImageIsLookedAtOnceForAllSteps() {
        // given
        Map<String, Tensor> weights = RandomTensors.of(recorded.parameters(), 1);
        FrameGuide guide =
                new FrameGuide(RandomTensors.image(3, 5, 6, 2), RandomTensors.image(3, 20, 24, 3), recorded.scale());
        FloatImage state = RandomTensors.image(3, 20, 24, 4);
        try (GuidedDenoiser denoiser = GuidedDenoiser.load(recorded, weights, SCHEDULE, ScalarType.FLOAT32)) {
            int arrays = denoiser.liveArrays();
            FloatImage last;
            try (ConditionedNetwork conditioned = denoiser.condition(guide)) {
                // when
                for (int step = 9; step > 0; step--) {
                    conditioned.predict(state, step);
                }
                last = conditioned.predict(state, 0);
            }
            // then
            assertThat(denoiser.conditionings()).isOne();
            assertThat(denoiser.liveArrays()).isEqualTo(arrays);
            // and: looking again changes nothing
            try (ConditionedNetwork again = denoiser.on(SCHEDULE.spaced(5)).condition(guide)) {
                assertThat(again.predict(state, 0).values()).containsExactly(last.values());
            }
            assertThat(denoiser.conditionings()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"use_attn\": true", "\"groups\": 4", "\"up_input\": false", "\"sr_scale\": 8"})
    void everyPublishedOptionRuns(String option) {
        // given: the smallest result the network can take, not square
        SrDiff network =
                SrDiff.of(json("{\"nf\": 8, \"nb\": 3, \"dim\": 8, \"dim_mults\": [1, 2, 2], " + option + "}"));
        Map<String, Tensor> weights = RandomTensors.of(network.parameters(), 1);
        int scale = network.scale();
        int least = Math.ceilDiv(network.least(), scale);
        FrameGuide guide = new FrameGuide(
                RandomTensors.image(3, least, least + 2, 2),
                RandomTensors.image(3, least * scale, (least + 2) * scale, 3),
                scale);

        // when
        try (GuidedDenoiser denoiser = GuidedDenoiser.load(network, weights, SCHEDULE, ScalarType.FLOAT32);
                ConditionedNetwork conditioned = denoiser.condition(guide)) {
            FloatImage first = conditioned.predict(guide.upsampled(), 3);

            // then
            assertThat(first.height()).isEqualTo(least * scale);
            assertThat(conditioned.predict(guide.upsampled(), 80).values()).isNotEqualTo(first.values());
        }
    }

    @Test
    void weightsThatDoNotFitAreNamed() {
        // given: one too few, one too many
        Map<String, Tensor> weights = new HashMap<>(RandomTensors.of(recorded.parameters(), 1));
        weights.remove("cond_proj.weight");
        weights.put("stray", Tensor.ofFloats("stray", List.of(1L), new float[1]));

        // when, then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> GuidedDenoiser.load(recorded, weights, SCHEDULE, ScalarType.FLOAT32))
                .withMessageContaining("1 missing (cond_proj.weight")
                .withMessageContaining("1 unexpected (stray)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"use_wn\": true; weight normalisation",
                "\"sr_scale\": 2; scale 4 or 8",
                "\"dim\": 7; even",
                "\"nb\": 1; two blocks",
                "\"groups\": 3; divide"
            })
    void impossibleConfigurationsAreRefused(String option, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SrDiff.of(json("{\"nf\": 8, \"nb\": 3, \"dim\": 8, \"dim_mults\": [1, 2], " + option + "}")))
                .withMessageContaining(why);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
