package io.acuity.training.objective;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.networks.device.StagingBuffer;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.networks.weights.WeightList;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.loop.TrainingTask;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Trains a {@link ResidualCnn} on a residual-shift chain. */
public final class ShiftTask implements TrainingTask {
    private final ResidualCnn network;
    private final ShiftProcess process;
    private final ScalarType computeType;
    private final Map<String, Tensor> start;
    private final ShiftObjective objective;
    private final CompiledProgram inference;
    private final StagingBuffer states = new StagingBuffer();
    private final StagingBuffer lowResolutions = new StagingBuffer();
    private final StagingBuffer targets = new StagingBuffer();

    /**
     * Compiles the program with which states are predicted.
     *
     * @param computeType type inside the programs; masters stay fp32
     * @param start weights to begin with where names and shapes agree; empty for none
     */
    public ShiftTask(ResidualCnn network, ShiftProcess process, ScalarType computeType, Map<String, Tensor> start) {
        if (network.steps() != process.steps()) {
            throw new IllegalArgumentException("The network has " + network.steps()
                    + " step embeddings but the chain has " + process.steps() + " steps.");
        }
        this.network = network;
        this.process = process;
        this.computeType = computeType;
        this.start = Map.copyOf(start);
        this.objective = new ShiftObjective(process);
        this.inference = CompiledProgram.compile(network.mixedInference(computeType), Device.cpu());
    }

    @Override
    public Program training() {
        return network.training(computeType);
    }

    @Override
    public float[] initial(Parameter parameter, long seed) {
        Tensor tensor = start.get(parameter.name());
        return tensor != null && tensor.shape().equals(parameter.shape())
                ? tensor.floats()
                : TrainingTask.super.initial(parameter, seed);
    }

    @Override
    public List<NDArray> inputs(NDManager scope, PatchBatch batch, Moment moment, WeightList weights) {
        ShiftObjective.Sample sample = objective.draw(
                batch,
                moment.seed(),
                moment.step(),
                (input, patches, index) -> predict(scope, weights, inputs(scope, input, patches, index)));
        List<NDArray> inputs = new ArrayList<>(inputs(scope, sample.networkInput(), batch, sample.index()));
        inputs.add(staged(scope, targets, sample.target(), latentShape(batch)));
        return inputs;
    }

    private float[] predict(NDManager manager, WeightList weights, List<NDArray> inputs) {
        try (NDManager scope = manager.newSubManager()) {
            return inference
                    .run(scope, inputs, weights.arrays())
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    private List<NDArray> inputs(NDManager scope, float[] networkInput, PatchBatch batch, int index) {
        NDArray state = staged(scope, states, networkInput, latentShape(batch));
        NDArray lowRes =
                staged(scope, lowResolutions, batch.lowRes(), new Shape(batch.count(), 3, batch.side(), batch.side()));
        if (network.steps() == 1) {
            return List.of(state, lowRes);
        }
        long[] steps = new long[batch.count()];
        Arrays.fill(steps, index);
        return List.of(state, lowRes, scope.create(steps));
    }

    private static NDArray staged(NDManager scope, StagingBuffer staging, float[] values, Shape shape) {
        return scope.create(staging.filledWith(FloatBuffer.wrap(values)), shape, DataType.FLOAT32);
    }

    private Shape latentShape(PatchBatch batch) {
        return new Shape(batch.count(), network.channels(), batch.side(), batch.side());
    }

    @Override
    public ModelDescription describe(String name, ModelDescription.Weights weights, JsonNode training) {
        return new ModelDescription(
                name,
                "residual-shift",
                network.scale(),
                new ModelDescription.Network("residual-cnn", network.width(), network.blocks(), network.steps(), null),
                new ModelDescription.Chain(
                        process.schedule().etas(),
                        process.schedule().kappa(),
                        process.target().name()),
                weights,
                training,
                null,
                null,
                null);
    }

    @Override
    public void close() {
        inference.close();
    }
}
