package io.acuity.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.residualshift.RandomBundles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelsTest {
    private final ModelBundle bundle = RandomBundles.of(8, 1, 0, 1);

    @Test
    void loadsWhatTheDescriptionSays() {
        // when
        try (LoadedModel model = Models.load(bundle, Precision.FP32)) {
            // then
            assertThat(model.scale()).isEqualTo(4);
            assertThat(model.process().steps()).isEqualTo(1);
            assertThat(model.denoiser().channels()).isEqualTo(48);
            assertThat(model.checkpoint()).startsWith("random@");
        }
    }

    @Test
    void listsEveryTensorThatDoesNotFit() {
        // given: one tensor missing, one unexpected, one mis-shaped
        Map<String, Tensor> tensors = new LinkedHashMap<>(bundle.weights().tensors());
        tensors.remove("head.bias");
        tensors.put("extra", Tensor.ofFloats("extra", List.of(1L), new float[1]));
        tensors.put("tail.bias", Tensor.ofFloats("tail.bias", List.of(3L), new float[3]));
        ModelBundle broken = new ModelBundle(bundle.description(), new Safetensors(tensors, Map.of()));

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> Models.load(broken, Precision.FP32))
                .withMessageContaining("1 missing (head.bias")
                .withMessageContaining("1 unexpected (extra)")
                .withMessageContaining("tail.bias has shape [3], not [48]");
    }

    @Test
    void refusesASystemItDoesNotKnow() {
        // given
        ModelDescription d = bundle.description();
        ModelDescription other = new ModelDescription(
                d.name(), "sr3", d.scale(), d.network(), d.process(), d.weights(), null, null, null, null);

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> Models.load(new ModelBundle(other, bundle.weights()), Precision.FP32))
                .withMessageContaining("sr3");
    }
}
