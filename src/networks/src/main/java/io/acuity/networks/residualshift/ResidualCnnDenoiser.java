package io.acuity.networks.residualshift;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.networks.device.DeviceFailures;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.ProgramSource;
import io.acuity.networks.weights.CastWeights;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link ResidualCnn} on a device. Each call's tensors live in a scope of their own that ends with the call. */
public final class ResidualCnnDenoiser implements Denoiser {
    private final ResidualCnn network;
    private final NDManager manager;
    private final CompiledProgram program;
    private final List<NDArray> weights;

    private ResidualCnnDenoiser(
            ResidualCnn network, NDManager manager, CompiledProgram program, List<NDArray> weights) {
        this.network = network;
        this.manager = manager;
        this.program = program;
        this.weights = weights;
    }

    /** Compiles the program for {@code type} and puts the weights on the device, cast once. */
    public static ResidualCnnDenoiser load(
            ResidualCnn network, Safetensors checkpoint, ScalarType type, Device device) {
        return load(network, checkpoint, type, device, CompiledProgram::compile);
    }

    /** The same with programs from {@code programs}. */
    public static ResidualCnnDenoiser load(
            ResidualCnn network, Safetensors checkpoint, ScalarType type, Device device, ProgramSource programs) {
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            CompiledProgram program = programs.compile(network.inference(type), device);
            try {
                return new ResidualCnnDenoiser(
                        network,
                        manager,
                        program,
                        CastWeights.load(manager, program.program(), checkpoint.tensors(), type, programs));
            } catch (RuntimeException e) {
                program.close();
                throw e;
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public int channels() {
        return network.channels();
    }

    @Override
    public int radius() {
        return network.radius();
    }

    /** Arrays alive in this denoiser outside of calls: its weights. A number that grows from call to call is a leak. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void predict(TileBatch batch, FloatBuffer prediction) {
        try (NDManager scope = manager.newSubManager()) {
            NDList result = program.run(scope, inputs(scope, batch), weights);
            prediction
                    .duplicate()
                    .put(result.singletonOrThrow()
                            .toByteBuffer(true)
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer());
        } catch (EngineException e) {
            throw DeviceFailures.translate(e, batch.size(), batch.width(), batch.height());
        }
    }

    private List<NDArray> inputs(NDManager scope, TileBatch batch) {
        List<NDArray> inputs = new ArrayList<>(3);
        inputs.add(scope.create(
                program.staging(0).filledWith(batch.state()),
                new Shape(batch.size(), channels(), batch.height(), batch.width()),
                DataType.FLOAT32));
        inputs.add(scope.create(
                program.staging(1).filledWith(batch.lowRes()),
                new Shape(batch.size(), 3, batch.height(), batch.width()),
                DataType.FLOAT32));
        if (network.steps() > 1) {
            inputs.add(scope.create(Arrays.stream(batch.steps())
                    .limit(batch.size())
                    .asLongStream()
                    .toArray()));
        }
        return inputs;
    }

    @Override
    public void close() {
        program.close();
        manager.close();
    }
}
