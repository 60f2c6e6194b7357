package io.acuity.networks.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.residualshift.RandomBundles;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.networks.weights.WeightList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkBenchmarkTest {
    private final ModelBundle bundle = RandomBundles.of(8, 1, 0, 3);

    @Test
    void theYardstickComputesWhatTheProgramComputes() {
        // given
        ResidualCnn network = new ResidualCnn(8, 2, 1, 4);
        Program program = network.inference(ScalarType.FLOAT32);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu())) {
            WeightList weights = WeightList.of(
                    manager, program.parameters(), bundle.weights().tensors());
            NDArray state = manager.randomUniform(-1, 1, new Shape(2, 48, 9, 7));
            NDArray lowRes = manager.randomUniform(-1, 1, new Shape(2, 3, 9, 7));

            // when
            NDArray eager = new EagerResidualCnn(network, weights.arrays()).predict(manager, state, lowRes);
            NDArray emitted = compiled.run(manager, List.of(state, lowRes), weights.arrays())
                    .singletonOrThrow();

            // then
            assertThat(emitted.toFloatArray())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(eager.toFloatArray());
        }
    }

    @Test
    void timesEveryCandidate() {
        // when
        NetworkBenchmark.Times times = new NetworkBenchmark(bundle, 16).run(2);

        // then
        assertThat(times.millis()).containsKeys("emittedFp32", "eagerFp32", "convolutionFp32");
        assertThat(times.millis().values()).allMatch(millis -> millis > 0);
    }
}
