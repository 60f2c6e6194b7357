package io.acuity.networks.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One emitted operation beside its eager counterpart on equal random operands.
 *
 * @param name of the operation
 * @param shapes of its operands
 * @param emitted writes it into a graph
 * @param eager the same with DJL's operations
 */
record OperationComparison(
        String name,
        List<long[]> shapes,
        BiFunction<Graph, List<Value>, Value> emitted,
        Function<List<NDArray>, NDArray> eager) {
    private static final long SEED = 20261121;

    /** Compares results, and the gradients of a weighted sum of them with respect to every operand. */
    void assertAgreement() {
        Graph graph = Graph.of(ScalarType.FLOAT32);
        List<Value> operands = IntStream.range(0, shapes.size())
                .mapToObj(i -> graph.parameter("operand." + i, shapes.get(i)))
                .toList();
        Program program = graph.returns(emitted.apply(graph, operands));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu())) {
            List<NDArray> forProgram = randomOperands(manager);
            List<NDArray> forEager = randomOperands(manager);
            float[] actual = runWithGradients(
                    manager,
                    () -> compiled.runForGradients(manager, List.of(), forProgram)
                            .singletonOrThrow());
            float[] expected = runWithGradients(manager, () -> eager.apply(forEager));
            assertClose(actual, expected);
            for (int i = 0; i < shapes.size(); i++) {
                assertClose(
                        forProgram.get(i).getGradient().toFloatArray(),
                        forEager.get(i).getGradient().toFloatArray());
            }
        }
    }

    private List<NDArray> randomOperands(NDManager manager) {
        Random random = new Random(SEED);
        return shapes.stream()
                .map(dimensions -> {
                    Shape shape = new Shape(dimensions);
                    float[] values = new float[Math.toIntExact(shape.size())];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) random.nextGaussian();
                    }
                    NDArray operand = manager.create(values, shape);
                    operand.setRequiresGradient(true);
                    return operand;
                })
                .toList();
    }

    private static float[] runWithGradients(NDManager manager, Supplier<NDArray> operation) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray result = operation.get();
            NDArray weights =
                    manager.arange(1f, result.size() + 1f).div(result.size()).reshape(result.getShape());
            collector.backward(result.mul(weights).sum());
            return result.toFloatArray();
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
