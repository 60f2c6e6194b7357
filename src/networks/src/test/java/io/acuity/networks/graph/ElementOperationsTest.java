package io.acuity.networks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.acuity.networks.program.CompiledProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Element-wise operations, attention and changes of shape agree with eager operations. */
class ElementOperationsTest {
    private static final long[] IMAGE = {2, 3, 5, 4};
    private static final long[] TOKENS = {2, 2, 5, 4};

    static Stream<OperationComparison> elements() {
        return Stream.of(
                of("relu", (g, x) -> g.relu(x), Activation::relu),
                of("silu", (g, x) -> g.silu(x), x -> Activation.sigmoid(x).mul(x)),
                of("gelu", (g, x) -> g.gelu(x), Activation::gelu),
                of("scale", (g, x) -> g.scale(x, -0.25), x -> x.mul(-0.25)),
                of("plus", (g, x) -> g.plus(x, 1e-3), x -> x.add(1e-3)),
                of("sin", (g, x) -> g.sin(x), NDArray::sin),
                of("cos", (g, x) -> g.cos(x), NDArray::cos),
                of("exp", (g, x) -> g.exp(x), NDArray::exp),
                of("softmax, last axis", (g, x) -> g.softmax(x, -1), x -> x.softmax(-1)),
                of("softmax, channels", (g, x) -> g.softmax(x, 1), x -> x.softmax(1)),
                new OperationComparison(
                        "mul, broadcast",
                        List.of(IMAGE, new long[] {2, 1, 5, 4}),
                        (g, v) -> g.mul(v.get(0), v.get(1)),
                        a -> a.get(0).mul(a.get(1))));
    }

    static Stream<OperationComparison> shapes() {
        return Stream.of(
                of(
                        "reshape by sizes",
                        (g, x) -> g.reshape(x, g.size(x, 0), -1, g.dividedSize(g.size(x, 3), 2)),
                        x -> x.reshape(2, 30, 2)),
                of("permute", (g, x) -> g.permute(x, 0, 2, 3, 1), x -> x.transpose(0, 2, 3, 1)),
                of("slice", (g, x) -> g.slice(x, 2, 1, 4), x -> x.get(":, :, 1:4")),
                of("roll", (g, x) -> g.roll(x, -2, 1, 2, 3), x -> rolled(rolled(x, 2, 2), 3, 3)),
                of(
                        "expand",
                        (g, x) -> g.expand(g.slice(x, 1, 0, 1), g.size(x, 0), 6, -1, -1),
                        x -> x.get(":, 0:1").repeat(1, 6)),
                new OperationComparison(
                        "concat",
                        List.of(IMAGE, new long[] {2, 3, 1, 4}),
                        (g, v) -> g.concat(2, v.get(0), v.get(1)),
                        a -> NDArrays.concat(new NDList(a), 2)));
    }

    static Stream<OperationComparison> products() {
        return Stream.of(
                new OperationComparison(
                        "matmul",
                        List.of(TOKENS, new long[] {2, 2, 4, 3}),
                        (g, v) -> g.matmul(v.get(0), v.get(1)),
                        a -> a.get(0).matMul(a.get(1))),
                new OperationComparison(
                        "attention",
                        List.of(TOKENS, TOKENS, TOKENS),
                        (g, v) -> g.attention(v.get(0), v.get(1), v.get(2)),
                        a -> logits(a).softmax(-1).matMul(a.get(2))),
                new OperationComparison(
                        "attention with bias",
                        List.of(TOKENS, TOKENS, TOKENS, new long[] {2, 2, 5, 5}),
                        (g, v) -> g.attention(v.get(0), v.get(1), v.get(2), v.get(3)),
                        a -> logits(a).add(a.get(3)).softmax(-1).matMul(a.get(2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"elements", "shapes", "products"})
    void agreesWithEagerForwardAndBackward(OperationComparison operation) {
        operation.assertAgreement();
    }

    @Test
    void rangeCountsFromZero() {
        // given
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value x = graph.input("x");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram compiled = CompiledProgram.compile(
                        graph.returns(graph.add(graph.range(4, x), graph.parameter("one", 1))), Device.cpu())) {
            // when
            NDArray result = compiled.run(
                            manager, List.of(manager.create(new float[] {7})), List.of(manager.create(new float[] {1})))
                    .singletonOrThrow();
            // then
            assertThat(result.toFloatArray()).containsExactly(1, 2, 3, 4);
        }
    }

    private static NDArray logits(List<NDArray> a) {
        return a.get(0).matMul(a.get(1).swapAxes(2, 3)).mul(0.5f);
    }

    /** The elements from {@code first} on, then those before. */
    private static NDArray rolled(NDArray x, int axis, long first) {
        NDList parts = x.split(new long[] {first}, axis);
        return NDArrays.concat(new NDList(parts.get(1), parts.get(0)), axis);
    }

    private static OperationComparison of(
            String name,
            java.util.function.BiFunction<Graph, Value, Value> emitted,
            java.util.function.UnaryOperator<NDArray> eager) {
        return new OperationComparison(
                name, List.of(IMAGE), (g, v) -> emitted.apply(g, v.get(0)), a -> eager.apply(a.get(0)));
    }
}
