package io.acuity.networks.idm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.diffusion.frame.ConditionedNetwork;
import io.acuity.diffusion.frame.Enlargement;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameChop;
import io.acuity.diffusion.frame.FrameGuide;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.frame.GaussianFrameModel;
import io.acuity.diffusion.frame.MaskRule;
import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.RecordedCase;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.guided.GuidedDenoiser;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdmTest {
    private static final RecordedCase RECORDED = new RecordedCase("idm-small");

    private final Idm network = Idm.of(RECORDED.config(), 4);
    private final GaussianSchedule schedule = GaussianSchedule.of(new double[] {0.3, 0.5});

    @Test
    void theRecordedCaseIsReproduced() {
        // given: weights with what no pass reads
        Map<String, Tensor> weights = recordedWeights();
        double tolerance = RECORDED.meta().path("tolerance").path("abs").asDouble();
        double level = RECORDED.array("noise_level").values()[0];
        float factor = (float) RECORDED.array("scaler").values()[0];
        FloatImage lowRes = RECORDED.images("lr").get(0);
        FloatImage state = RECORDED.images("y").get(0);
        GaussianSchedule step = GaussianSchedule.of(new double[] {1 - level * level});
        try (IdmEncoder encoder = IdmEncoder.load(network, weights, ScalarType.FLOAT32);
                GuidedDenoiser denoiser = GuidedDenoiser.load(network, weights, step, ScalarType.FLOAT32);
                ConditionedNetwork conditioned = denoiser.condition(new FrameGuide(lowRes, state, 4), factor)) {
            // when, then
            assertThat(RecordedCase.distance(
                            encoder.condition(lowRes, state),
                            RECORDED.images("cond").get(0)))
                    .isLessThan(tolerance);
            assertThat(RecordedCase.distance(
                            conditioned.predict(state, 0),
                            RECORDED.images("eps").get(0)))
                    .isLessThan(tolerance);
        }
    }

    private Map<String, Tensor> recordedWeights() {
        Map<String, Tensor> weights = new HashMap<>(WeightFiles.read(RECORDED.file("weights.pth"), StateDictNames.IDM));
        weights.keySet().removeIf(network::isUnused);
        return weights;
    }

    @Test
    void whatAPassReadsOfThePublishedNetworkIsAsLargeAsCounted() throws JsonProcessingException {
        // given: 16 → 128
        Idm published = Idm.of(new ObjectMapper().readTree("""
                        {"inner_channel": 64, "channel_multiplier": [1, 2, 4, 8, 8], "res_blocks": 2, "attn_res": [16],
                         "image_size": 128}"""), 8);

        // then: of 116.6 million about 99.8 are used
        long used = published.parameters().stream().mapToLong(Parameter::size).sum();
        assertThat(used).isEqualTo(99_801_670);
        assertThat(published.parameters().stream().map(Parameter::name))
                .contains("ups.3.imnet.0.weight", "ups.15.style.activate.bias", "conv_body_down.3.1.weight")
                .noneMatch(published::isUnused);
        assertThat(published.isUnused("conv_body_down.4.1.weight")).isTrue();
        assertThat(published.isUnused("imnet.layers.0.weight")).isTrue();
        assertThat(published.isUnused("final_conv.block.0.weight")).isFalse();
        assertThat(Idm.of(published.config(), 8)).isEqualTo(published);
    }

    @Test
    void theImageIsLookedAtOnceForAllSteps() {
        // given
        FrameGuide guide = guide(7, 6, 19, 16);
        FloatImage state = RandomTensors.image(3, 19, 16, 4);
        try (GuidedDenoiser denoiser = load(weights())) {
            int arrays = denoiser.liveArrays();
            FloatImage last;
            try (ConditionedNetwork conditioned = denoiser.condition(guide)) {
                // when
                conditioned.predict(state, 1);
                conditioned.predict(state, 1);
                last = conditioned.predict(state, 0);
            }
            // then
            assertThat(denoiser.conditionings()).isOne();
            assertThat(denoiser.liveArrays()).isEqualTo(arrays);
            // and: looking again changes nothing
            try (ConditionedNetwork again = denoiser.condition(guide)) {
                assertThat(again.predict(state, 0).values()).containsExactly(last.values());
            }
        }
    }

    @Test
    void aJobLooksAtItsImageOnce() {
        // given
        GaussianSchedule four = GaussianSchedule.of(new double[] {0.1, 0.2, 0.3, 0.5});
        GuidedDenoiser denoiser = GuidedDenoiser.load(network, weights(), four, ScalarType.FLOAT32);
        GaussianFrameModel.Parts parts = new GaussianFrameModel.Parts(
                4,
                denoiser,
                GaussianProcess.ancestral(four),
                four::spaced,
                Enlargement.MATLAB_BICUBIC,
                new FramePadding(1, 2),
                FrameChop.NEVER,
                MaskRule.UNTRAINED,
                ChainDomain.IMAGE);
        try (FrameModel model = new GaussianFrameModel(parts)) {
            // when: a job of four steps, one of two, and one of a scale between two
            FrameModel between = model.withMagnification(2.7, false);
            for (FrameModel each : List.of(model, model.withSteps(2), between)) {
                try (FrameChain chain = each.begin(LowRes.grey(new Plane(5, 4)), 1)) {
                    for (int i = 0; i < each.steps(); i++) {
                        chain.step();
                    }
                    assertThat(chain.result().values()).doesNotContain(Float.NaN);
                }
            }
            // then
            assertThat(denoiser.conditionings()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 12, 20, 31", "9, 5, 23, 17", "6, 6, 16, 21"})
    void rowsAndColumnsAreTreatedAlike(int height, int width, int resultHeight, int resultWidth) {
        // given: an image and weights, and both turned over the diagonal
        Map<String, Tensor> weights = weights();
        Map<String, Tensor> turned = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> turned.put(name, turned(tensor)));
        FrameGuide guide = guide(height, width, resultHeight, resultWidth);
        FloatImage state = RandomTensors.image(3, resultHeight, resultWidth, 4);

        // when
        FloatImage result = predict(weights, guide, state);
        FloatImage other = predict(
                turned,
                new FrameGuide(turned(guide.lowRes()), turned(guide.upsampled()), guide.scale()),
                turned(state));

        // then: right on maps that are not square, of sizes that are no multiples
        assertThat(other.height()).isEqualTo(resultWidth);
        assertThat(RecordedCase.distance(turned(other), result)).isLessThan(2e-5);
    }

    @Test
    void theFactorOfTheScaleIsReadOffWhatWasTrained() {
        assertThat(network.factor(1)).isZero();
        assertThat(network.factor(2.5)).isEqualTo(0.5f);
        assertThat(network.factor(4)).isEqualTo(1f);
        assertThat(network.factor(7)).isEqualTo(2f);
    }

    @Test
    void anotherFactorGivesAnotherResult() {
        // given
        FrameGuide guide = guide(6, 6, 16, 16);
        FloatImage state = RandomTensors.image(3, 16, 16, 4);
        try (GuidedDenoiser denoiser = load(weights());
                ConditionedNetwork small = denoiser.condition(guide, 0.2f);
                ConditionedNetwork large = denoiser.condition(guide, 1f)) {
            // when, then
            assertThat(large.predict(state, 0).values())
                    .isNotEqualTo(small.predict(state, 0).values());
        }
    }

    @Test
    void weightsThatDoNotFitAreNamed() {
        // given
        Map<String, Tensor> weights = new HashMap<>(weights());
        weights.remove("ups.2.imnet.1.bias");

        // when, then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> load(weights))
                .withMessageContaining("1 missing (ups.2.imnet.1.bias");
    }

    @Test
    void impossibleConfigurationsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idm.of(RECORDED.config(), 1))
                .withMessageContaining("above 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Idm(network.unet(), 0, 16, 4, Guidance.PYRAMID))
                .withMessageContaining("0 blocks");
    }

    private Map<String, Tensor> weights() {
        return RandomTensors.of(network.parameters(), 1);
    }

    private GuidedDenoiser load(Map<String, Tensor> weights) {
        return GuidedDenoiser.load(network, weights, schedule, ScalarType.FLOAT32);
    }

    private FloatImage predict(Map<String, Tensor> weights, FrameGuide guide, FloatImage state) {
        try (GuidedDenoiser denoiser = load(weights);
                ConditionedNetwork conditioned = denoiser.condition(guide)) {
            return conditioned.predict(state, 1);
        }
    }

    private static FrameGuide guide(int height, int width, int resultHeight, int resultWidth) {
        return new FrameGuide(
                RandomTensors.image(3, height, width, 2),
                RandomTensors.image(3, resultHeight, resultWidth, 3),
                (double) resultWidth / width);
    }

    /** Kernels over the diagonal; of a decoder's first layer, the columns of the two coordinates changed over. */
    private static Tensor turned(Tensor tensor) {
        float[] values = tensor.floats().clone();
        if (tensor.shape().size() == 4) {
            int side = tensor.shape().get(3).intValue();
            float[] from = tensor.floats();
            for (int i = 0; i < values.length; i++) {
                int kernel = i / (side * side);
                int row = i / side % side;
                values[i] = from[kernel * side * side + i % side * side + row];
            }
        } else if (tensor.name().endsWith("imnet.0.weight")) {
            int columns = tensor.shape().get(1).intValue();
            for (int last = columns - 1; last < values.length; last += columns) {
                float x = values[last];
                values[last] = values[last - 1];
                values[last - 1] = x;
            }
        }
        return Tensor.ofFloats(tensor.name(), tensor.shape(), values);
    }

    private static FloatImage turned(FloatImage image) {
        FloatImage turned =
                FloatImage.zeros(image.channels(), /* height= */ image.width(), /* width= */ image.height());
        int plane = image.width() * image.height();
        for (int i = 0; i < image.values().length; i++) {
            int channel = i / plane;
            int row = i % plane / image.width();
            int column = i % image.width();
            turned.values()[channel * plane + column * image.height() + row] = image.values()[i];
        }
        return turned;
    }
}
