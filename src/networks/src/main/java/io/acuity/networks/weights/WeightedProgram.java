package io.acuity.networks.weights;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.program.WeightCast;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A program with the weights of one checkpoint on a device, cast once. Owned by the device thread. */
public final class WeightedProgram implements AutoCloseable {
    private final NDManager manager;
    private final CompiledProgram program;
    private final List<NDArray> weights;
    private long runs;

    private WeightedProgram(NDManager manager, CompiledProgram program, List<NDArray> weights) {
        this.manager = manager;
        this.program = program;
        this.weights = weights;
    }

    /**
     * Compiles {@code program} and puts its weights on the device.
     *
     * @param tensors the checkpoint by name, with exactly the program's parameters
     * @param type what the program was emitted for
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the checkpoint does not fit
     */
    public static WeightedProgram load(Program program, Map<String, Tensor> tensors, ScalarType type, Device device) {
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            CompiledProgram compiled = CompiledProgram.compile(program, device);
            try {
                return new WeightedProgram(manager, compiled, cast(manager, program, tensors, type));
            } catch (RuntimeException e) {
                compiled.close();
                throw e;
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** As {@link #load}, from a checkpoint that holds tensors of other programs too. */
    public static WeightedProgram loadPart(
            Program program, Map<String, Tensor> tensors, ScalarType type, Device device) {
        Map<String, Tensor> part = new HashMap<>();
        for (Parameter parameter : program.parameters()) {
            Tensor tensor = tensors.get(parameter.name());
            if (tensor != null) {
                part.put(parameter.name(), tensor);
            }
        }
        return load(program, part, type, device);
    }

    private static List<NDArray> cast(
            NDManager manager, Program program, Map<String, Tensor> tensors, ScalarType type) {
        try (NDManager scope = manager.newSubManager();
                CompiledProgram cast =
                        CompiledProgram.compile(WeightCast.to(type, program.parameters()), manager.getDevice())) {
            WeightList masters = WeightList.of(scope, program.parameters(), tensors);
            return List.copyOf(cast.run(manager, List.of(), masters.arrays()));
        }
    }

    /**
     * Runs the program on one image.
     *
     * @param inputs makes the inputs, in a scope that ends with the call
     * @return the result {@code [1, C, H, W]} as an image
     * @throws DeviceMemoryException if the device ran out of memory
     */
    public FloatImage run(Function<NDManager, List<NDArray>> inputs) {
        return run(inputs, WeightedProgram::image);
    }

    /**
     * Runs the program.
     *
     * @param inputs makes the inputs, in a scope that ends with the call
     * @param read takes what is wanted from the result, which does not outlive the call
     * @throws DeviceMemoryException if the device ran out of memory
     */
    public <T> T run(Function<NDManager, List<NDArray>> inputs, Function<NDArray, T> read) {
        return runAll(inputs, results -> read.apply(results.singletonOrThrow()));
    }

    /** As {@link #run(Function, Function)}, for a program that returns a list. */
    public <T> T runAll(Function<NDManager, List<NDArray>> inputs, Function<NDList, T> read) {
        runs++;
        try (NDManager scope = manager.newSubManager()) {
            return read.apply(program.run(scope, inputs.apply(scope), weights));
        } catch (EngineException e) {
            throw isOutOfMemory(e)
                    ? new DeviceMemoryException(
                            "The device has too little memory for the whole image; send a smaller one.", e)
                    : e;
        }
    }

    /**
     * Runs the program and keeps its results on the device, as inputs of others; their values are not looked at.
     *
     * @param inputs makes the inputs, in a scope that ends with the call
     * @throws DeviceMemoryException if the device ran out of memory
     */
    public KeptArrays keep(Function<NDManager, List<NDArray>> inputs) {
        NDManager owner = manager.newSubManager();
        try {
            return runAll(inputs, results -> {
                results.attach(owner);
                return new KeptArrays(owner, List.copyOf(results));
            });
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /** How often the program was run. */
    public long runs() {
        return runs;
    }

    /** {@code [1, C, H, W]} as an image. */
    public static FloatImage image(NDArray array) {
        Shape shape = array.getShape();
        return new FloatImage((int) shape.get(1), (int) shape.get(2), (int) shape.get(3), array.toFloatArray());
    }

    /** An image as {@code [1, C, H, W]}. */
    public static NDArray image(NDManager scope, FloatImage image) {
        return scope.create(image.values(), new Shape(1, image.channels(), image.height(), image.width()));
    }

    /** Arrays alive outside of calls: the weights. A number that grows from call to call is a leak. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    /** The engine has no type for this failure, so that its text is the only sign (PyTorch's allocators on CPU and GPU). */
    private static boolean isOutOfMemory(EngineException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("out of memory") || text.contains("can't allocate memory");
    }

    @Override
    public void close() {
        program.close();
        manager.close();
    }
}
