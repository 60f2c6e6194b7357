package io.acuity.networks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import io.acuity.networks.program.CompiledProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions, pools, norms and changes of size agree with eager operations or what those are put together to. */
class LayerOperationsTest {
    private static final long[] IMAGE = {2, 4, 6, 4};
    private static final long[] CHANNELS = {4};

    static Stream<OperationComparison> operations() {
        return Stream.of(
                new OperationComparison(
                        "conv2d without bias",
                        List.of(IMAGE, new long[] {3, 4, 1, 1}),
                        (g, v) -> g.conv2d(v.get(0), v.get(1), 1, 0),
                        a -> Conv2d.conv2d(a.get(0), a.get(1), null, new Shape(1, 1), new Shape(0, 0), new Shape(1, 1))
                                .singletonOrThrow()),
                new OperationComparison(
                        "maxPool2d",
                        List.of(IMAGE),
                        (g, v) -> g.maxPool2d(v.get(0), 3, 2, 1),
                        a -> Pool.maxPool2d(a.get(0), new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false)),
                new OperationComparison(
                        "averagePool2d",
                        List.of(IMAGE),
                        (g, v) -> g.averagePool2d(v.get(0), 2),
                        a -> Pool.avgPool2d(a.get(0), new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false, true)),
                new OperationComparison(
                        "upsampleNearest",
                        List.of(IMAGE),
                        (g, v) -> g.upsampleNearest(v.get(0), 2),
                        a -> a.get(0).repeat(2, 2).repeat(3, 2)),
                new OperationComparison(
                        "pixelShuffle",
                        List.of(IMAGE),
                        (g, v) -> g.pixelShuffle(v.get(0), 2),
                        a -> a.get(0)
                                .reshape(2, 1, 2, 2, 6, 4)
                                .transpose(0, 1, 4, 2, 5, 3)
                                .reshape(2, 1, 12, 8)),
                new OperationComparison(
                        "pixelUnshuffle",
                        List.of(IMAGE),
                        (g, v) -> g.pixelUnshuffle(v.get(0), 2),
                        a -> a.get(0)
                                .reshape(2, 4, 3, 2, 2, 2)
                                .transpose(0, 1, 3, 5, 2, 4)
                                .reshape(2, 16, 3, 2)),
                new OperationComparison(
                        "padZeros",
                        List.of(IMAGE),
                        (g, v) -> g.padZeros(v.get(0), 1, 2, 3, 0),
                        a -> a.get(0).pad(new Shape(1, 2, 3, 0), 0)),
                new OperationComparison(
                        "linear",
                        List.of(new long[] {2, 5, 4}, new long[] {3, 4}, new long[] {3}),
                        (g, v) -> g.linear(v.get(0), v.get(1), v.get(2)),
                        a -> Linear.linear(a.get(0), a.get(1), a.get(2)).singletonOrThrow()),
                new OperationComparison(
                        "linear without bias",
                        List.of(new long[] {2, 5, 4}, new long[] {3, 4}),
                        (g, v) -> g.linear(v.get(0), v.get(1)),
                        a -> a.get(0).matMul(a.get(1).transpose())),
                new OperationComparison(
                        "groupNorm",
                        List.of(IMAGE, CHANNELS, CHANNELS),
                        (g, v) -> g.groupNorm(v.get(0), 2, v.get(1), v.get(2), 1e-3),
                        a -> groupNorm(a.get(0), 2, 1e-3)
                                .mul(a.get(1).reshape(1, 4, 1, 1))
                                .add(a.get(2).reshape(1, 4, 1, 1))),
                new OperationComparison(
                        "layerNorm",
                        List.of(new long[] {3, 5, 4}, CHANNELS, CHANNELS),
                        (g, v) -> g.layerNorm(v.get(0), 4, v.get(1), v.get(2), 1e-3),
                        a -> LayerNorm.layerNorm(a.get(0), new Shape(4), a.get(1), a.get(2), 1e-3f)
                                .singletonOrThrow()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void agreesWithEagerForwardAndBackward(OperationComparison operation) {
        operation.assertAgreement();
    }

    @Test
    void groupNormCarriesItsResultInTheLayoutOfItsInput() {
        new OperationComparison(
                        "groupNorm, channels last",
                        List.of(IMAGE, CHANNELS, CHANNELS),
                        (g, v) -> g.contiguous(g.groupNorm(g.channelsLast(v.get(0)), 2, v.get(1), v.get(2), 1e-3)),
                        a -> groupNorm(a.get(0), 2, 1e-3)
                                .mul(a.get(1).reshape(1, 4, 1, 1))
                                .add(a.get(2).reshape(1, 4, 1, 1)))
                .assertAgreement();
    }

    @Test
    void batchNormUsesRecordedStatistics() {
        // given a program with statistics that take no gradient
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value x = graph.input("x");
        Value normed = graph.batchNorm(
                x,
                graph.parameter("weight", 2),
                graph.parameter("bias", 2),
                new Graph.Moments(graph.parameter("mean", 2), graph.parameter("variance", 2)),
                1e-5);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram compiled = CompiledProgram.compile(graph.returns(normed), Device.cpu())) {
            // when
            NDArray result = compiled.run(
                            manager,
                            List.of(manager.create(new float[] {1, 3, 5, 9}, new Shape(1, 2, 1, 2))),
                            List.of(
                                    manager.create(new float[] {2, 1}),
                                    manager.create(new float[] {0, 10}),
                                    manager.create(new float[] {1, 5}),
                                    manager.create(new float[] {4, 16})))
                    .singletonOrThrow();
            // then (x − mean)/√variance · weight + bias
            assertThat(result.toFloatArray())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(0f, 2f, 10f, 11f);
            assertThat(result.get(new NDIndex("0, 1")).getShape()).isEqualTo(new Shape(1, 2));
        }
    }

    private static NDArray groupNorm(NDArray x, int groups, double epsilon) {
        Shape shape = x.getShape();
        NDArray grouped = x.reshape(shape.get(0), groups, -1);
        NDArray centred = grouped.sub(grouped.mean(new int[] {2}, true));
        NDArray variance = centred.square().mean(new int[] {2}, true);
        return centred.div(variance.add(epsilon).sqrt()).reshape(shape);
    }
}
