package io.acuity.networks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every emitted operation agrees with its eager counterpart, forward and backward. */
class OperationsTest {
    private static final long[] IMAGE = {2, 3, 5, 4};

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    static Stream<OperationComparison> operations() {
        return Stream.of(
                operation(
                        "leakyRelu",
                        List.of(IMAGE),
                        (g, v) -> g.leakyRelu(v.get(0), 0.1),
                        a -> Activation.leakyRelu(a.get(0), 0.1f)),
                operation(
                        "add",
                        List.of(IMAGE, IMAGE),
                        (g, v) -> g.add(v.get(0), v.get(1)),
                        a -> a.get(0).add(a.get(1))),
                operation(
                        "add, broadcast",
                        List.of(IMAGE, new long[] {2, 3, 1, 1}),
                        (g, v) -> g.add(v.get(0), v.get(1)),
                        a -> a.get(0).add(a.get(1))),
                operation(
                        "sub",
                        List.of(IMAGE, IMAGE),
                        (g, v) -> g.sub(v.get(0), v.get(1)),
                        a -> a.get(0).sub(a.get(1))),
                operation(
                        "abs",
                        List.of(IMAGE),
                        (g, v) -> g.abs(v.get(0)),
                        a -> a.get(0).abs()),
                operation(
                        "mean",
                        List.of(IMAGE),
                        (g, v) -> g.mean(v.get(0)),
                        a -> a.get(0).mean()),
                operation(
                        "copy",
                        List.of(IMAGE),
                        (g, v) -> g.copy(v.get(0)),
                        a -> a.get(0).mul(1)),
                operation(
                        "concatChannels",
                        List.of(IMAGE, new long[] {2, 1, 5, 4}),
                        (g, v) -> g.concatChannels(v.get(0), v.get(1)),
                        a -> NDArrays.concat(new NDList(a), 1)),
                operation(
                        "asChannels",
                        List.of(new long[] {2, 3}),
                        (g, v) -> g.asChannels(v.get(0)),
                        a -> a.get(0).expandDims(-1).expandDims(-1)),
                operation(
                        "conv2d",
                        List.of(IMAGE, new long[] {4, 3, 3, 3}, new long[] {4}),
                        (g, v) -> g.conv2d(v.get(0), v.get(1), v.get(2), 1, 1),
                        a -> Conv2d.conv2d(
                                        a.get(0), a.get(1), a.get(2), new Shape(1, 1), new Shape(1, 1), new Shape(1, 1))
                                .singletonOrThrow()),
                operation(
                        "conv2d, stride 2, no padding",
                        List.of(IMAGE, new long[] {4, 3, 3, 3}, new long[] {4}),
                        (g, v) -> g.conv2d(v.get(0), v.get(1), v.get(2), 2, 0),
                        a -> Conv2d.conv2d(
                                        a.get(0), a.get(1), a.get(2), new Shape(2, 2), new Shape(0, 0), new Shape(1, 1))
                                .singletonOrThrow()),
                operation(
                        "channelsLast and contiguous",
                        List.of(IMAGE),
                        (g, v) -> g.contiguous(g.channelsLast(v.get(0))),
                        a -> a.get(0).mul(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void agreesWithEagerForwardAndBackward(OperationComparison operation) {
        operation.assertAgreement();
    }

    @Test
    void embeddingPicksRowsAndSendsGradientsBackToThem() {
        // given
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value index = graph.input("index");
        Program program = graph.returns(graph.embedding(graph.parameter("table", 3, 2), index));
        NDArray table = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
        table.setRequiresGradient(true);

        // when
        float[] rows;
        try (CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu());
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray result = compiled.runForGradients(
                            manager, List.of(manager.create(new long[] {2, 0, 2})), List.of(table))
                    .singletonOrThrow();
            rows = result.toFloatArray();
            collector.backward(result.sum());
        }

        // then: row 2 was used twice, row 1 never
        assertThat(rows).containsExactly(5, 6, 1, 2, 5, 6);
        assertThat(table.getGradient().toFloatArray()).containsExactly(1, 1, 0, 0, 2, 2);
    }

    @Test
    void castToBfloat16RoundsToNearestEvenAndPassesGradientsThrough() {
        // given
        Graph graph = Graph.of(ScalarType.BFLOAT16);
        Program program = graph.returns(graph.toFloat32(graph.toComputeType(graph.parameter("x", 4))));
        float[] values = {1 + 1f / 256, 1 + 3f / 256, -3.1415927f, 65504.125f};
        NDArray x = manager.create(values);
        x.setRequiresGradient(true);

        // when
        float[] result;
        try (CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu());
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray rounded =
                    compiled.runForGradients(manager, List.of(), List.of(x)).singletonOrThrow();
            result = rounded.toFloatArray();
            collector.backward(rounded.sum());
        }

        // then
        for (int i = 0; i < values.length; i++) {
            assertThat(result[i]).isEqualTo(roundToBfloat16(values[i]));
        }
        assertThat(x.getGradient().toFloatArray()).containsExactly(1, 1, 1, 1);
    }

    private static float roundToBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
        return Float.intBitsToFloat(rounded & 0xFFFF0000);
    }

    private static OperationComparison operation(
            String name,
            List<long[]> shapes,
            BiFunction<Graph, List<Value>, Value> emitted,
            Function<List<NDArray>, NDArray> eager) {
        return new OperationComparison(name, shapes, emitted, eager);
    }
}
