package io.acuity.checkpoints.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDictNamesTest {
    @ParameterizedTest
    @CsvSource({
        "SR3, denoise_fn.downs.0.weight, downs.0.weight",
        "SR3, module.denoise_fn.mid.0.attn.qkv.weight, mid.0.attn.qkv.weight",
        "RESSHIFT, module._orig_mod.input_blocks.0.0.weight, input_blocks.0.0.weight",
        "VQGAN, encoder.conv_in.weight, encoder.conv_in.weight",
        "DINO_VIT, module.backbone.blocks.0.norm1.bias, blocks.0.norm1.bias",
        "DINO_RESNET50, backbone.layer1.0.conv1.weight, layer1.0.conv1.weight"
    })
    void takesWrappersOff(StateDictNames system, String published, String name) {
        assertThat(system.strip(tensors(published), "file").keySet()).containsExactly(name);
        assertThat(system.strip(tensors(name), "file").keySet()).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({
        "SR3, posterior_log_variance_clipped",
        "SR3, sqrt_recipm1_alphas_cumprod",
        "SR3, sqrt_one_minus_alphas_cumprod",
        "RESSHIFT, input_blocks.1.1.blocks.0.attn.relative_position_index",
        "DINO_VIT, module.head.mlp.0.weight",
        "DINO_RESNET50, layer1.0.bn1.num_batches_tracked"
    })
    void leavesOutWhatIsNoWeight(StateDictNames system, String published) {
        assertThat(system.strip(tensors(published), "file")).isEmpty();
    }

    @Test
    void refusesTwoTensorsOfOneName() {
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> StateDictNames.DINO_VIT.strip(tensors("student.norm.bias", "teacher.norm.bias"), "f"))
                .withMessageContaining("norm.bias");
    }

    @Test
    void weightsMustBeFiniteButWhatIsLeftOutMayBeAnything(@TempDir Path folder) throws IOException {
        // given: an infinite array of the schedule beside a weight
        Map<String, Tensor> tensors = new LinkedHashMap<>(tensors("denoise_fn.a"));
        float[] infinite = {Float.POSITIVE_INFINITY};
        tensors.put("betas", Tensor.ofFloats("betas", List.of(1L), infinite));
        Path file = Files.write(folder.resolve("w"), new Safetensors(tensors, Map.of()).encode());

        // then
        assertThat(WeightFiles.read(file, StateDictNames.SR3)).containsOnlyKeys("a");
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> WeightFiles.read(file))
                .withMessageContaining("betas");
    }

    private static Map<String, Tensor> tensors(String... names) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Arrays.stream(names).forEach(name -> tensors.put(name, Tensor.ofFloats(name, List.of(1L), new float[1])));
        return tensors;
    }
}
