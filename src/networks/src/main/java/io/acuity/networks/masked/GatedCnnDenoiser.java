package io.acuity.networks.masked;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.GatedBatch;
import io.acuity.diffusion.GatedDenoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.networks.device.DeviceFailures;
import io.acuity.networks.device.StagingBuffer;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.program.ProgramSource;
import io.acuity.networks.weights.CastWeights;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link GatedCnn} on a device. Each call's tensors live in a scope of their own that ends with the call. */
public final class GatedCnnDenoiser implements GatedDenoiser {
    private final GatedCnn network;
    private final NDManager manager;
    private final Part encoder;
    private final Part trunk;

    /** A program with its weights. */
    private record Part(CompiledProgram program, List<NDArray> weights) {}

    private GatedCnnDenoiser(GatedCnn network, NDManager manager, Part encoder, Part trunk) {
        this.network = network;
        this.manager = manager;
        this.encoder = encoder;
        this.trunk = trunk;
    }

    /**
     * Compiles both programs for {@code type} and puts the weights on the device, cast once.
     *
     * @throws io.acuity.checkpoints.CorruptCheckpointException listing weights that do not fit
     */
    public static GatedCnnDenoiser load(
            GatedCnn network, Map<String, Tensor> checkpoint, ScalarType type, Device device) {
        return load(network, checkpoint, type, device, CompiledProgram::compile);
    }

    /** The same with programs from {@code programs}. */
    public static GatedCnnDenoiser load(
            GatedCnn network, Map<String, Tensor> checkpoint, ScalarType type, Device device, ProgramSource programs) {
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            Loading loading = new Loading(manager, type, programs);
            Part encoder = loading.part(network.encoder(type), beginningWith(checkpoint, GatedCnn.ENCODER, true));
            try {
                // The trunk gets all weights but the encoder's, so that one that belongs to neither part is noticed.
                Part trunk = loading.part(network.trunk(type), beginningWith(checkpoint, GatedCnn.ENCODER, false));
                return new GatedCnnDenoiser(network, manager, encoder, trunk);
            } catch (RuntimeException e) {
                encoder.program.close();
                throw e;
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** What both parts are loaded with. */
    private record Loading(NDManager manager, ScalarType type, ProgramSource programs) {
        Part part(Program program, Map<String, Tensor> weights) {
            CompiledProgram compiled = programs.compile(program, manager.getDevice());
            try {
                return new Part(compiled, CastWeights.load(manager, program, weights, type, programs));
            } catch (RuntimeException e) {
                compiled.close();
                throw e;
            }
        }
    }

    private static Map<String, Tensor> beginningWith(Map<String, Tensor> tensors, String prefix, boolean wanted) {
        Map<String, Tensor> chosen = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix) == wanted) {
                chosen.put(name, tensor);
            }
        });
        return chosen;
    }

    @Override
    public int channels() {
        return network.channels();
    }

    @Override
    public int featureChannels() {
        return network.featureChannels();
    }

    @Override
    public int encoderRadius() {
        return network.encoderRadius();
    }

    @Override
    public int trunkRadius() {
        return network.trunkRadius();
    }

    /** Arrays alive outside of calls: the weights. A number that grows from call to call is a leak. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void encode(TileBatch image, FloatBuffer features) {
        try (NDManager scope = manager.newSubManager()) {
            Extent extent = new Extent(image.size(), image.height(), image.width());
            List<NDArray> inputs = List.of(
                    array(scope, encoder.program.staging(0), image.state(), extent, channels()),
                    array(scope, encoder.program.staging(1), image.lowRes(), extent, 3));
            run(scope, encoder, inputs, features);
        } catch (EngineException e) {
            throw DeviceFailures.translate(e, image.size(), image.width(), image.height());
        }
    }

    @Override
    public void refine(GatedBatch batch, FloatBuffer prediction) {
        try (NDManager scope = manager.newSubManager()) {
            Extent extent = new Extent(batch.size(), batch.height(), batch.width());
            List<NDArray> inputs = List.of(
                    array(scope, trunk.program.staging(0), batch.state(), extent, channels()),
                    array(scope, trunk.program.staging(1), batch.features(), extent, featureChannels()),
                    array(scope, trunk.program.staging(2), batch.masks(), extent, 2),
                    scope.create(Arrays.stream(batch.steps())
                            .limit(batch.size())
                            .asLongStream()
                            .toArray()));
            run(scope, trunk, inputs, prediction);
        } catch (EngineException e) {
            throw DeviceFailures.translate(e, batch.size(), batch.width(), batch.height());
        }
    }

    private record Extent(int size, int height, int width) {}

    private static NDArray array(
            NDManager scope, StagingBuffer staging, FloatBuffer values, Extent extent, int channels) {
        return scope.create(
                staging.filledWith(values),
                new Shape(extent.size, channels, extent.height, extent.width),
                DataType.FLOAT32);
    }

    private static void run(NDManager scope, Part part, List<NDArray> inputs, FloatBuffer target) {
        NDList result = part.program.run(scope, inputs, part.weights);
        target.duplicate()
                .put(result.singletonOrThrow()
                        .toByteBuffer(true)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer());
    }

    @Override
    public void close() {
        encoder.program.close();
        trunk.program.close();
        manager.close();
    }
}
