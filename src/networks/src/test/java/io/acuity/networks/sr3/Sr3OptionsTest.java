package io.acuity.networks.sr3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.Reductions;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.sr3.LrInjection.Bridge;
import io.acuity.networks.sr3.LrInjection.Fusion;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each option of SR4 changes what it should and nothing else. */
class Sr3OptionsTest {
    private static final int SIDE = 16;
    private static final GaussianSchedule SCHEDULE = GaussianSchedule.of(BetaCurve.LINEAR, 10, 1e-4, 0.5);

    private final Sr3UNet plain = Sr3UNet.rgb(8, List.of(1, 2, 4), 1, List.of(8), SIDE);
    private final Map<String, Tensor> weights = weights(plain, 1);

    @Test
    void attentionAtTheSmallestMapsTakesRenamedWeightsOfSr3() {
        // given the published shape: both levels have 512 channels
        Sr3UNet at16 = Sr3UNet.rgb(64, List.of(1, 2, 4, 8, 8), 2, List.of(16), 128);
        Sr3UNet at8 = Sr3UNet.rgb(64, List.of(1, 2, 4, 8, 8), 2, List.of(8), 128);
        Map<String, String> renamed = Map.of(
                "downs.10.",
                "downs.13.",
                "downs.11.",
                "downs.14.",
                "ups.4.",
                "ups.0.",
                "ups.5.",
                "ups.1.",
                "ups.6.",
                "ups.2.");
        // when
        Map<String, List<Long>> moved = new HashMap<>();
        shapes(at16).forEach((name, shape) -> moved.put(renamed(name, renamed), shape));
        // then
        assertThat(moved).isEqualTo(shapes(at8));
        assertThat(at8.inference(ScalarType.FLOAT32).parameterCount()).isEqualTo(97_807_491);
    }

    @Test
    void attentionAtTheSmallestMapsLoadsWeightsByTheirNewNames() {
        // given a small network whose two lowest levels are alike
        Sr3UNet above = Sr3UNet.rgb(8, List.of(1, 2, 2), 1, List.of(8), SIDE);
        Sr3UNet below = Sr3UNet.rgb(8, List.of(1, 2, 2), 1, List.of(4), SIDE);
        Map<String, String> renamed = Map.of("downs.3.", "downs.5.", "ups.3.", "ups.0.", "ups.4.", "ups.1.");
        Map<String, Tensor> moved = new HashMap<>();
        weights(above, 1).forEach((name, tensor) -> {
            String own = renamed(name, renamed);
            moved.put(own, new Tensor(own, tensor.type(), tensor.shape(), tensor.data()));
        });
        // when
        float[] before = predict(above, weights(above, 1), SIDE);
        float[] after = predict(below, moved, SIDE);
        // then
        assertThat(after).isNotEqualTo(before).hasSameSizeAs(before);
    }

    @Test
    void imageAddedThroughZerosChangesNothing() {
        // given
        for (Bridge bridge : Bridge.values()) {
            Sr3UNet added = with(new LrInjection(Fusion.ADD, bridge, 8));
            Map<String, Tensor> extended = weights(added, 2);
            extended.replaceAll((name, tensor) -> weights.getOrDefault(name, tensor));
            Map<String, Tensor> open = new LinkedHashMap<>(extended);
            extended.replaceAll((name, tensor) -> Sr3UNet.startsAtZero(name)
                    ? Tensor.ofFloats(name, tensor.shape(), new float[tensor.floats().length])
                    : name.endsWith(".add.bias")
                            ? Tensor.ofFloats(name, tensor.shape(), new float[tensor.floats().length])
                            : tensor);
            // then to the bit, and with other weights not at all
            assertThat(predict(added, extended, SIDE)).isEqualTo(predict(plain, weights, SIDE));
            assertThat(predict(added, open, SIDE)).isNotEqualTo(predict(plain, weights, SIDE));
        }
    }

    @ParameterizedTest
    @EnumSource(Bridge.class)
    void imageEntersTheMiddleTwice(Bridge bridge) {
        // given
        Sr3UNet injected = with(new LrInjection(Fusion.CONCAT, bridge, 8));
        Map<String, List<Long>> shapes = shapes(injected);
        Map<String, List<Long>> before = shapes(plain);
        // then the first blocks of that size see 32 channels more
        for (String block : List.of("downs.3", "ups.3")) {
            String norm = block + ".res_block.block1.block.0.weight";
            assertThat(extent(shapes, norm)).isEqualTo(extent(before, norm) + 32);
        }
        int side = switch (bridge) {
            case DIRECT, BICUBIC -> 1;
            case LARGE, SMALL -> 3;
        };
        assertThat(shapes.get("lr_enc.0.weight")).isEqualTo(List.of(32L, 3L, (long) side, (long) side));
        assertThat(shapes.get("lr_dec.0.weight")).isEqualTo(shapes.get("lr_enc.0.weight"));
        assertThat(predict(injected, weights(injected, 3), SIDE)).hasSize(3 * SIDE * SIDE);
    }

    @Test
    void severalSmallConvolutionsHalveThriceInThePublishedShape() {
        Map<String, List<Long>> shapes = shapes(Sr3UNet.rgb(64, List.of(1, 2, 4, 8, 8), 2, List.of(8), 128)
                .with(new Sr3Options(1, new LrInjection(Fusion.CONCAT, Bridge.SMALL, 16), false, false)));
        assertThat(shapes.get("lr_enc.0.weight")).isEqualTo(List.of(8L, 3L, 3L, 3L));
        assertThat(shapes.get("lr_enc.2.weight")).isEqualTo(List.of(16L, 8L, 3L, 3L));
        assertThat(shapes.get("lr_dec.4.weight")).isEqualTo(List.of(32L, 16L, 3L, 3L));
        assertThat(shapes.get("downs.10.res_block.block1.block.3.weight")).isEqualTo(List.of(512L, 288L, 3L, 3L));
        assertThat(shapes.get("ups.4.res_block.block1.block.3.weight")).isEqualTo(List.of(512L, 1056L, 3L, 3L));
    }

    @Test
    void bicubicIsThatOfTheProject() {
        // given
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value reduced = new Reductions(graph).bicubic(graph.input("x"), 0.25);
        FloatImage image = RandomTensors.image(3, 32, 40, 4);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram program = CompiledProgram.compile(
                        graph.returns(graph.add(reduced, graph.parameter("zero", 1))), Device.cpu())) {
            // when
            NDArray x = manager.create(image.values(), new Shape(1, 3, 32, 40));
            NDArray small = program.run(manager, List.of(x), List.of(manager.zeros(new Shape(1))))
                    .singletonOrThrow();
            // then away from borders, where PyTorch leaves out what others mirror
            FloatImage expected = Bicubic.resize(image, 8, 10);
            assertThat(small.getShape()).isEqualTo(new Shape(1, 3, 8, 10));
            for (int c = 0; c < 3; c++) {
                int inner = c * 80 + 3 * 10 + 4;
                assertThat(small.toFloatArray()[inner]).isCloseTo(expected.values()[inner], within(1e-5f));
            }
        }
    }

    @Test
    void headsShareChannelsAndScale() {
        // given
        Sr3UNet two = plain.with(new Sr3Options(2, null, false, false));
        // then the weights are the same and what is made of them is not
        assertThat(shapes(two)).isEqualTo(shapes(plain));
        assertThat(predict(two, weights, SIDE)).isNotEqualTo(predict(plain, weights, SIDE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.with(new Sr3Options(3, null, false, false)))
                .withMessageContaining("3 heads");
    }

    @Test
    void headsAreAsPublished() {
        // given tokens of 4 channels, and a projection that is none
        int channels = 4;
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value x = graph.input("x");
        Value y = new Sr3Attention(new Sr3Parts(graph, 1), 2).attend("a", x, channels);
        float[] qkv = RandomTensors.image(1, 3 * channels, channels, 5).values();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram program = CompiledProgram.compile(graph.returns(y), Device.cpu())) {
            NDArray image =
                    manager.create(RandomTensors.image(channels, 2, 3, 6).values(), new Shape(1, channels, 2, 3));
            Map<String, NDArray> by = new HashMap<>();
            by.put("a.qkv.weight", manager.create(qkv, new Shape(3L * channels, channels, 1, 1)));
            by.put("a.norm.weight", manager.ones(new Shape(channels)));
            by.put("a.norm.bias", manager.zeros(new Shape(channels)));
            by.put("a.out.weight", manager.eye(channels).reshape(channels, channels, 1, 1));
            by.put("a.out.bias", manager.zeros(new Shape(channels)));
            // when
            NDArray actual = program.run(
                            manager,
                            List.of(image),
                            program.program().parameters().stream()
                                    .map(parameter -> by.get(parameter.name()))
                                    .toList())
                    .singletonOrThrow();
            // then: per head q, k, v in turn, logits over the root of all channels
            NDArray centred = image.sub(image.mean());
            NDArray normed = centred.div(centred.square().mean().add(1e-5).sqrt());
            NDArray tokens = normed.reshape(channels, 6).transpose();
            NDArray all = tokens.matMul(
                    manager.create(qkv, new Shape(3L * channels, channels)).transpose());
            for (int head = 0; head < 2; head++) {
                NDArray q = all.get(":, " + 6 * head + ":" + (6 * head + 2));
                NDArray k = all.get(":, " + (6 * head + 2) + ":" + (6 * head + 4));
                NDArray v = all.get(":, " + (6 * head + 4) + ":" + (6 * head + 6));
                NDArray mixed = q.matMul(k.transpose())
                        .div((float) Math.sqrt(channels))
                        .softmax(-1)
                        .matMul(v);
                NDArray expected =
                        mixed.transpose().reshape(1, 2, 2, 3).add(image.get(":, " + 2 * head + ":" + (2 * head + 2)));
                assertThat(actual.get(":, " + 2 * head + ":" + (2 * head + 2))
                                .sub(expected)
                                .abs()
                                .max()
                                .getFloat())
                        .isLessThan(1e-5f);
            }
        }
    }

    @Test
    void inputAttentionHasItsPublishedWeights() {
        // given
        Sr3UNet fused = plain.with(new Sr3Options(1, null, true, false));
        Map<String, List<Long>> added = shapes(fused);
        added.keySet().removeAll(shapes(plain).keySet());
        // then
        assertThat(added)
                .isEqualTo(Map.of(
                        "conv1.weight", List.of(3L, 3L, 3L, 3L),
                        "conv1.bias", List.of(3L),
                        "att11.weight", List.of(6L, 6L, 3L, 3L),
                        "att11.bias", List.of(6L),
                        "att12.weight", List.of(3L, 6L, 3L, 3L),
                        "att12.bias", List.of(3L)));
        assertThat(predict(fused, weights(fused, 1), SIDE)).isNotEqualTo(predict(plain, weights, SIDE));
    }

    @Test
    void learnedVariancesOfABatchFollowItsPredictions() {
        // given two frames that are not alike
        Sr3UNet learned = plain.with(new Sr3Options(1, null, false, true));
        FloatImage y = RandomTensors.image(6, SIDE, SIDE, 7);
        FloatImage z = RandomTensors.image(6, SIDE, SIDE, 8);
        int frame = 3 * SIDE * SIDE;
        try (Sr3Denoiser denoiser = Sr3Denoiser.load(learned, weights(learned, 1), SCHEDULE, ScalarType.FLOAT32)) {
            // when
            float[] both = denoiser.predictor(y.values(), SIDE, SIDE).predict(z.values(), 3);
            float[] second = denoiser.predictor(java.util.Arrays.copyOfRange(y.values(), frame, 2 * frame), SIDE, SIDE)
                    .predict(java.util.Arrays.copyOfRange(z.values(), frame, 2 * frame), 3);
            // then
            assertThat(both).hasSize(4 * frame);
            assertThat(java.util.Arrays.copyOfRange(both, frame, 2 * frame))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(java.util.Arrays.copyOfRange(second, 0, frame));
            assertThat(java.util.Arrays.copyOfRange(both, 3 * frame, 4 * frame))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(java.util.Arrays.copyOfRange(second, frame, 2 * frame));
        }
        assertThat(shapes(learned).get("final_conv.block.3.weight")).isEqualTo(List.of(6L, 8L, 3L, 3L));
    }

    @Test
    void configurationsNameTheOptions() throws IOException {
        Sr3UNet read = Sr3UNet.of(new ObjectMapper().readTree("""
                {"inner_channel": 8, "channel_mults": [1, 2, 4], "res_blocks": 1, "norm_groups": 8, "attn_res": [8],
                 "image_size": 16, "num_heads": 2, "early_att": true, "learned_variance": true,
                 "lr_injection": {"fusion": "add", "bridge": "large", "size": 8}}"""));
        assertThat(read)
                .isEqualTo(plain.with(new Sr3Options(2, new LrInjection(Fusion.ADD, Bridge.LARGE, 8), true, true)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(new LrInjection(Fusion.ADD, Bridge.SMALL, 16)))
                .withMessageContaining("level below the first");
    }

    private static long extent(Map<String, List<Long>> shapes, String name) {
        return Objects.requireNonNull(shapes.get(name)).get(0);
    }

    private Sr3UNet with(LrInjection injection) {
        return plain.with(new Sr3Options(1, injection, false, false));
    }

    private static String renamed(String name, Map<String, String> renamed) {
        return renamed.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey() + "attn."))
                .map(entry -> entry.getValue() + name.substring(entry.getKey().length()))
                .findFirst()
                .orElse(name);
    }

    private static Map<String, List<Long>> shapes(Sr3UNet network) {
        return network.inference(ScalarType.FLOAT32).parameters().stream()
                .collect(Collectors.toMap(Parameter::name, Parameter::shape));
    }

    private static Map<String, Tensor> weights(Sr3UNet network, long seed) {
        return new LinkedHashMap<>(
                RandomTensors.of(network.inference(ScalarType.FLOAT32).parameters(), seed));
    }

    private static float[] predict(Sr3UNet network, Map<String, Tensor> tensors, int side) {
        try (Sr3Denoiser denoiser = Sr3Denoiser.load(network, tensors, SCHEDULE, ScalarType.FLOAT32)) {
            FloatImage y = RandomTensors.image(3, side, side, 1);
            FloatImage z = RandomTensors.image(3, side, side, 2);
            return denoiser.predictor(y.values(), side, side).predict(z.values(), 3);
        }
    }
}
