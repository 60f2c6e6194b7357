package io.acuity.networks.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Sr3BenchmarkTest {
    private final Sr3UNet network = Sr3UNet.rgb(8, List.of(1, 2), 1, List.of(8), 16);

    @Test
    void theYardstickComputesWhatTheProgramComputes() {
        // given
        Program program = network.inference(ScalarType.FLOAT32);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu())) {
            List<NDArray> weights = program.parameters().stream()
                    .map(parameter -> manager.randomUniform(
                            -0.2f,
                            0.3f,
                            new Shape(parameter.shape().stream()
                                    .mapToLong(Long::longValue)
                                    .toArray())))
                    .toList();
            Map<String, NDArray> byName = new HashMap<>();
            for (int i = 0; i < weights.size(); i++) {
                byName.put(program.parameters().get(i).name(), weights.get(i));
            }
            NDArray x = manager.randomUniform(-1, 1, new Shape(2, 6, 16, 12));
            NDArray level = manager.randomUniform(0.1f, 0.9f, new Shape(2, 1));

            // when
            NDArray eager = new EagerSr3UNet(network, byName).predict(manager, x, level);
            NDArray emitted = compiled.run(manager, List.of(x, level), weights).singletonOrThrow();

            // then
            assertThat(emitted.toFloatArray())
                    .usingComparatorWithPrecision(1e-3f)
                    .containsExactly(eager.toFloatArray());
        }
    }

    @Test
    void timesEveryCandidateForEachBatch() {
        // when
        List<Sr3Benchmark.Times> times = new Sr3Benchmark(network, 16).run(List.of(1, 2), 2);

        // then
        assertThat(times).extracting(Sr3Benchmark.Times::batch).containsExactly(1, 2);
        for (Sr3Benchmark.Times one : times) {
            assertThat(one.millis()).containsKeys("eagerFp32", "emittedFp32");
            assertThat(one.toEager("emittedFp32")).isPositive().isFinite();
        }
    }
}
