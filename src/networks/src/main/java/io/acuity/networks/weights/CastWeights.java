package io.acuity.networks.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.program.ProgramSource;
import io.acuity.networks.program.WeightCast;
import java.util.List;
import java.util.Map;

/** Weights on a device in the type a program computes in. */
public final class CastWeights {
    private CastWeights() {}

    /**
     * Loads the weights of a program, cast once.
     *
     * @param manager owner of the arrays
     * @param checkpoint its tensors by name
     * @throws io.acuity.checkpoints.CorruptCheckpointException listing weights that do not fit
     */
    public static List<NDArray> load(
            NDManager manager, Program program, Map<String, Tensor> checkpoint, ScalarType type) {
        return load(manager, program, checkpoint, type, CompiledProgram::compile);
    }

    /** The same with the program that casts from {@code programs}. */
    public static List<NDArray> load(
            NDManager manager,
            Program program,
            Map<String, Tensor> checkpoint,
            ScalarType type,
            ProgramSource programs) {
        try (NDManager scope = manager.newSubManager();
                CompiledProgram cast =
                        programs.compile(WeightCast.to(type, program.parameters()), manager.getDevice())) {
            WeightList masters = WeightList.of(scope, program.parameters(), checkpoint);
            return List.copyOf(cast.run(manager, List.of(), masters.arrays()));
        }
    }
}
