package io.acuity.networks.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpatialTest {
    @ParameterizedTest
    @CsvSource({"4, 8", "4, 7", "13, 25", "7, 13", "1, 2", "50, 100", "25, 50"})
    void everyPixelLiesWhereItsCentreDoes(int source, int target) {
        // given: along rows; along columns another length, which must not matter
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value from = graph.parameter("from", 1, 2, source, 3);
        Value to = graph.parameter("to", 1, 2, target, 5);
        Spatial spatial = new Spatial(graph);
        Spatial.Places rows = spatial.places(from, to, 2);
        Spatial.Places columns = spatial.places(from, to, 3);
        Program program = graph.returnsList(List.of(rows.source(), rows.offset(), columns.source(), columns.offset()));

        // when
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu())) {
            List<NDArray> maps =
                    List.of(manager.zeros(new Shape(1, 2, source, 3)), manager.zeros(new Shape(1, 2, target, 5)));
            NDList places = compiled.run(manager, List.of(), maps);
            long[] found = places.get(0).toLongArray();
            float[] offsets = places.get(1).toFloatArray();

            // then
            assertThat(found).hasSize(target);
            assertThat(places.get(2).toLongArray()).hasSize(5);
            for (int k = 0; k < target; k++) {
                double centre = (k + 0.5) * source / target - 0.5;
                // On a tie, rounding errors choose.
                assertThat((double) found[k]).isCloseTo(centre, within(0.5 + 1e-4));
                assertThat((double) offsets[k]).isCloseTo(2 * (centre - found[k]), within(1e-4));
            }
        }
    }

    @Test
    void blurringKeepsTheSumInside() {
        // given: one bright pixel
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value x = graph.parameter("x", 1, 1, 3, 3);
        Program program = graph.returns(new Spatial(graph).blurred(x, 1));

        // when
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu())) {
            NDArray image = manager.create(new float[] {0, 0, 0, 0, 25, 0, 0, 0, 0}, new Shape(1, 1, 3, 3));
            float[] blurred = compiled.run(manager, List.of(), List.of(image))
                    .singletonOrThrow()
                    .toFloatArray();

            // then
            float[] expected = {1, 3, 1, 3, 9, 3, 1, 3, 1};
            for (int i = 0; i < expected.length; i++) {
                assertThat(blurred[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }
}
