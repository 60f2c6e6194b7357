package io.acuity.networks.exported;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.ElementType;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.device.DeviceFailures;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A TorchScript module on the CPU. A bundle holds its file as one tensor of bytes, so that the hash of the weights covers
 * it. Owned by the device thread, which makes, runs and closes it.
 */
final class ExportedModule implements AutoCloseable {
    /** Name of the tensor of bytes. */
    static final String TENSOR = "module";

    private final NDManager manager;
    /** Kept referenced: a collected model releases its module. */
    private final Model model;

    private final ParameterStore store;
    private final ModuleSignature signature;
    /** Brings what a module gives to fp32 in rows: it may be of any type, and half of them abort the engine when read. */
    private final CompiledProgram reading;

    private ExportedModule(NDManager manager, Model model, ModuleSignature signature, CompiledProgram reading) {
        this.manager = manager;
        this.model = model;
        this.store = new ParameterStore(manager, false);
        this.signature = signature;
        this.reading = reading;
    }

    /**
     * Loads the module of a bundle.
     *
     * @throws CorruptCheckpointException if it has none, or the engine cannot read it
     */
    static ExportedModule load(Map<String, Tensor> weights, ModuleSignature signature) {
        Tensor file = weights.get(TENSOR);
        if (file == null || weights.size() != 1 || file.type() != ElementType.U8) {
            throw new CorruptCheckpointException("The weights hold no module: they are to be one tensor " + TENSOR
                    + " of bytes; import the TorchScript file again.");
        }
        byte[] bytes = new byte[file.data().remaining()];
        file.data().duplicate().get(bytes);
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Model model = Model.newInstance("module", Device.cpu(), "PyTorch");
        try {
            model.load(new ByteArrayInputStream(bytes));
            return new ExportedModule(manager, model, signature, CompiledProgram.compile(toFloats(), Device.cpu()));
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            manager.close();
            throw new CorruptCheckpointException(
                    "The module cannot be loaded: " + firstLine(e)
                            + "; export it for the CPU with torch.jit.save, as a module with " + signature + ".",
                    e);
        } catch (RuntimeException e) {
            model.close();
            manager.close();
            throw e;
        }
    }

    private static Program toFloats() {
        Graph graph = Graph.of(ScalarType.FLOAT32);
        return graph.returns(graph.contiguous(graph.cast(graph.input("x"), ScalarType.FLOAT32)));
    }

    /**
     * Runs the module once as it will be run, and compares.
     *
     * @param expected shape of the result
     * @throws CorruptCheckpointException naming the signature, if it takes or gives something else
     */
    void check(Function<NDManager, List<NDArray>> inputs, FloatImage expected) {
        FloatImage found;
        try {
            found = call(inputs);
        } catch (EngineException | IllegalArgumentException e) {
            throw new CorruptCheckpointException(
                    "The module does not have the expected signature (" + firstLine(e) + "); it is to be " + signature
                            + ".",
                    e);
        }
        if (found.channels() != expected.channels()
                || found.height() != expected.height()
                || found.width() != expected.width()) {
            throw new CorruptCheckpointException("The module does not have the expected signature: it gave [1, "
                    + found.channels() + ", " + found.height() + ", " + found.width() + "] where [1, "
                    + expected.channels() + ", " + expected.height() + ", " + expected.width()
                    + "] was expected; it is to be " + signature + ".");
        }
    }

    /**
     * Runs the module.
     *
     * @param inputs makes them, in a scope that ends with the call
     * @throws io.acuity.diffusion.DeviceMemoryException if the device ran out of memory
     */
    FloatImage run(Function<NDManager, List<NDArray>> inputs, int width, int height) {
        try {
            return call(inputs);
        } catch (EngineException e) {
            throw DeviceFailures.translate(e, 1, width, height);
        }
    }

    private FloatImage call(Function<NDManager, List<NDArray>> inputs) {
        try (NDManager scope = manager.newSubManager()) {
            NDList results = model.getBlock().forward(store, new NDList(inputs.apply(scope)), false);
            results.attach(scope);
            if (results.size() != 1) {
                throw new IllegalArgumentException("it gave " + results.size() + " tensors instead of one");
            }
            NDArray result = reading.run(scope, results, List.of()).singletonOrThrow();
            Shape shape = result.getShape();
            if (shape.dimension() != 4 || shape.get(0) != 1) {
                throw new IllegalArgumentException("it gave a tensor of shape " + shape);
            }
            return new FloatImage((int) shape.get(1), (int) shape.get(2), (int) shape.get(3), result.toFloatArray());
        }
    }

    /** An image as {@code [1, C, H, W]}. */
    static NDArray image(NDManager scope, FloatImage image, float[] values) {
        return scope.create(values, new Shape(1, image.channels(), image.height(), image.width()));
    }

    private static String firstLine(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("no reason given");
    }

    @Override
    public void close() {
        reading.close();
        model.close();
        manager.close();
    }
}
