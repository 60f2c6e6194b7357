package io.acuity.networks.sr3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.program.WeightCast;
import io.acuity.networks.weights.WeightList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Sr3UNetTest {
    private final Sr3UNet small =
            new Sr3UNet(6, 3, 8, List.of(1, 2, 4), 1, 4, List.of(8), 16, Conditioning.NOISE_LEVEL, Sr3Options.PLAIN);
    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @Test
    void hasThePublishedParameters() {
        // given the published configurations
        Sr3UNet to128 = Sr3UNet.rgb(64, List.of(1, 2, 4, 8, 8), 2, List.of(16), 128);
        Sr3UNet to512 = new Sr3UNet(
                6, 3, 64, List.of(1, 2, 4, 8, 16), 1, 16, List.of(), 512, Conditioning.NOISE_LEVEL, Sr3Options.PLAIN);
        Sr3UNet yoda = Sr3UNet.rgb(64, List.of(1, 2, 4, 8, 8), 3, List.of(16), 128);
        // then
        assertCount(to128, 362, 97_807_491);
        assertCount(to512, 229, 155_334_339);
        assertCount(yoda, 482, 128_805_443);
    }

    @Test
    void isReadFromTheConfigurationItWrites() {
        // given
        Sr3UNet plain = Sr3UNet.rgb(16, List.of(1, 2, 4), 2, List.of(16, 8), 32);
        Sr3UNet all = plain.with(
                new Sr3Options(2, new LrInjection(LrInjection.Fusion.ADD, LrInjection.Bridge.BICUBIC, 16), true, true));
        // then
        assertThat(Sr3UNet.of(plain.config())).isEqualTo(plain);
        assertThat(Sr3UNet.of(all.config())).isEqualTo(all);
        assertThat(Sr3UNet.of(small.config())).isEqualTo(small);
    }

    @Test
    void namesThePublishedTensors() {
        List<String> names = names(Sr3UNet.rgb(64, List.of(1, 2, 4, 8, 8), 2, List.of(16), 128));
        assertThat(names)
                .contains(
                        "noise_level_mlp.3.bias",
                        "downs.0.weight",
                        "downs.3.conv.weight",
                        "downs.11.attn.qkv.weight",
                        "downs.10.res_block.noise_func.noise_func.0.weight",
                        "mid.0.attn.out.bias",
                        "mid.1.res_block.block2.block.3.weight",
                        "ups.6.attn.norm.weight",
                        "ups.15.conv.weight",
                        "ups.18.res_block.res_conv.weight",
                        "final_conv.block.3.bias")
                .doesNotContain("downs.13.attn.qkv.weight", "mid.1.attn.qkv.weight", "ups.8.attn.qkv.weight");
        List<String> ddpm = names(new Sr3UNet(
                6, 3, 64, List.of(1, 1, 2, 2, 4, 4), 2, 32, List.of(16), 128, Conditioning.STEP, Sr3Options.PLAIN));
        assertThat(ddpm).contains("time_mlp.1.weight", "downs.1.res_block.mlp.1.bias");
    }

    @Test
    void framesNeedNotBeSquareAndSamplesAreIndependent() {
        // given two samples at their own noise levels
        Program program = small.inference(ScalarType.FLOAT32);
        NDArray x = manager.create(values(2 * 6 * 8 * 20, 1), new Shape(2, 6, 8, 20));
        NDArray level = manager.create(new float[] {0.9f, 0.1f}, new Shape(2, 1));
        try (CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu())) {
            List<NDArray> weights = weights(program).arrays();
            // when
            NDArray both = compiled.run(manager, List.of(x, level), weights).singletonOrThrow();
            NDArray second = compiled.run(manager, List.of(x.get("1:2"), level.get("1:2")), weights)
                    .singletonOrThrow();
            // then
            assertThat(both.getShape()).isEqualTo(new Shape(2, 3, 8, 20));
            assertThat(both.get("1:2").toFloatArray())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(second.toFloatArray());
            NDArray otherLevel = compiled.run(manager, List.of(x.get("1:2"), level.get("0:1")), weights)
                    .singletonOrThrow();
            assertThat(otherLevel.sub(second).abs().max().getFloat()).isGreaterThan(1e-3f);
        }
    }

    @Test
    void halfPrecisionIsCloseToSingle() {
        // given
        Program single = small.inference(ScalarType.FLOAT32);
        Program half = small.inference(ScalarType.BFLOAT16);
        NDArray x = manager.create(values(6 * 16 * 16, 2), new Shape(1, 6, 16, 16));
        NDArray level = manager.create(new float[] {0.5f}, new Shape(1, 1));
        WeightList masters = weights(single);
        try (CompiledProgram compiled = CompiledProgram.compile(single, Device.cpu());
                CompiledProgram compiledHalf = CompiledProgram.compile(half, Device.cpu());
                CompiledProgram cast =
                        CompiledProgram.compile(WeightCast.to(ScalarType.BFLOAT16, half.parameters()), Device.cpu())) {
            // when
            NDArray expected =
                    compiled.run(manager, List.of(x, level), masters.arrays()).singletonOrThrow();
            NDArray actual = compiledHalf
                    .run(manager, List.of(x, level), cast.run(manager, List.of(), masters.arrays()))
                    .singletonOrThrow();
            // then
            float error =
                    actual.sub(expected).norm().getFloat() / expected.norm().getFloat();
            assertThat(error).isPositive().isLessThan(0.03f);
        }
    }

    @Test
    void trainingProgramIsTheMaskedErrorWithGradients() {
        // given
        Program training = small.training(ScalarType.FLOAT32);
        NDArray x = manager.create(values(2 * 6 * 8 * 8, 3), new Shape(2, 6, 8, 8));
        NDArray level = manager.create(new float[] {0.3f, 0.8f}, new Shape(2, 1));
        NDArray noise = manager.create(values(2 * 3 * 8 * 8, 4), new Shape(2, 3, 8, 8));
        NDArray mask =
                manager.create(values(2 * 8 * 8, 5), new Shape(2, 1, 8, 8)).gt(0);
        NDArray weight = mask.toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
        WeightList weights = weights(training);
        weights.arrays().forEach(array -> array.setRequiresGradient(true));
        try (CompiledProgram compiled = CompiledProgram.compile(training, Device.cpu());
                CompiledProgram predicting =
                        CompiledProgram.compile(small.mixedInference(ScalarType.FLOAT32), Device.cpu())) {
            // when
            float loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray result = compiled.runForGradients(manager, List.of(x, level, noise, weight), weights.arrays())
                        .singletonOrThrow();
                loss = result.getFloat();
                collector.backward(result);
            }
            // then
            NDArray prediction =
                    predicting.run(manager, List.of(x, level), weights.arrays()).singletonOrThrow();
            float expected = noise.sub(prediction).abs().mul(weight).mean().getFloat();
            assertThat(loss).isCloseTo(expected, within(1e-5f));
            for (int i = 0; i < weights.size(); i++) {
                NDArray gradient = weights.arrays().get(i).getGradient();
                assertThat(gradient.abs().max().getFloat())
                        .as(weights.names().get(i))
                        .isFinite()
                        .isPositive();
            }
        }
    }

    @Test
    void impossibleConfigurationsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sr3UNet.rgb(63, List.of(1), 1, List.of(), 16));
        assertThatIllegalArgumentException().isThrownBy(() -> Sr3UNet.rgb(48, List.of(1), 1, List.of(), 16));
        assertThatIllegalArgumentException().isThrownBy(() -> Sr3UNet.rgb(32, List.of(), 1, List.of(), 16));
        assertThatIllegalArgumentException().isThrownBy(() -> Sr3UNet.rgb(32, List.of(1, 0), 1, List.of(), 16));
        assertThatIllegalArgumentException().isThrownBy(() -> Sr3UNet.rgb(32, List.of(1), 0, List.of(), 16));
        assertThat(small.multiple()).isEqualTo(4);
    }

    private static void assertCount(Sr3UNet network, int tensors, long elements) {
        Program program = network.inference(ScalarType.FLOAT32);
        assertThat(program.parameters()).hasSize(tensors);
        assertThat(program.parameterCount()).isEqualTo(elements);
    }

    private static List<String> names(Sr3UNet network) {
        return network.inference(ScalarType.FLOAT32).parameters().stream()
                .map(Parameter::name)
                .collect(Collectors.toList());
    }

    /** Formula weights: near 1 for norms, scaled by fan-in for layers. */
    private WeightList weights(Program program) {
        return WeightList.of(manager, program.parameters(), parameter -> {
            float[] values = new float[Math.toIntExact(parameter.size())];
            List<Long> shape = parameter.shape();
            boolean norm = shape.size() == 1 && parameter.name().endsWith("weight");
            double scale = shape.size() == 1 ? 0.1 : Math.sqrt(2.0 * shape.get(0) / parameter.size());
            for (int i = 0; i < values.length; i++) {
                double wave = Math.sin(0.731 * i + 0.193 * parameter.name().hashCode());
                values[i] = (float) (norm ? 1 + 0.1 * wave : scale * wave);
            }
            return values;
        });
    }

    private static float[] values(int count, int seed) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(0.37 * i * i + seed + 0.11 * i);
        }
        return values;
    }
}
