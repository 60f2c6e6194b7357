package io.acuity.networks.dino;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A program with its weights on a device; plain arrays in and out. Owned by the device thread. */
final class DeviceNetwork implements AutoCloseable {
    private final NDManager manager;
    private final CompiledProgram program;
    private final List<NDArray> weights;

    private DeviceNetwork(NDManager manager, CompiledProgram program, List<NDArray> weights) {
        this.manager = manager;
        this.program = program;
        this.weights = weights;
    }

    /** Compiles {@code program} and puts {@code checkpoint}, which must fit it exactly, on the device. */
    static DeviceNetwork load(Program program, Map<String, Tensor> checkpoint, Device device) {
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            WeightList weights = WeightList.of(manager, program.parameters(), checkpoint);
            return new DeviceNetwork(manager, CompiledProgram.compile(program, device), weights.arrays());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Runs the program in a scope that ends with the call. */
    List<Array> run(List<Array> inputs) {
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> arrays = inputs.stream()
                    .map(input -> scope.create(input.values, new Shape(input.shape)))
                    .toList();
            NDList results = program.run(scope, arrays, weights);
            return IntStream.range(0, results.size())
                    .mapToObj(i -> new Array(
                            results.get(i).toFloatArray(),
                            results.get(i).getShape().getShape()))
                    .toList();
        }
    }

    /** Arrays alive outside of calls: the weights. */
    int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        program.close();
        manager.close();
    }

    /** Values in C order and their shape. */
    record Array(float[] values, long... shape) {
        int extent(int axis) {
            return Math.toIntExact(shape[axis]);
        }
    }
}
