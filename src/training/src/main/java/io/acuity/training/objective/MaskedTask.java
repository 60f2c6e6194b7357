package io.acuity.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.networks.device.StagingBuffer;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.masked.GatedCnn;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightList;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.loop.TrainingTask;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Trains a {@link GatedCnn} on a masked residual-shift chain. */
public final class MaskedTask implements TrainingTask {
    private final GatedCnn network;
    private final MaskedShift process;
    private final ScalarType computeType;
    private final Map<String, Tensor> start;
    private final MaskedObjective objective;
    private final List<StagingBuffer> staging =
            Stream.generate(StagingBuffer::new).limit(5).toList();

    /**
     * Creates the task.
     *
     * @param computeType type inside the program; masters stay fp32
     * @param start weights to begin with where names and shapes agree: of another gated network, or of a one-step
     *     {@code ResidualCnn} for the encoder; empty for none
     */
    public MaskedTask(GatedCnn network, MaskedShift process, ScalarType computeType, Map<String, Tensor> start) {
        this.network = network;
        this.process = process;
        this.computeType = computeType;
        this.start = Map.copyOf(start);
        this.objective = new MaskedObjective(process);
    }

    @Override
    public Program training() {
        return network.training(computeType);
    }

    @Override
    public float[] initial(Parameter parameter, long seed) {
        String layer = parameter.name().startsWith(GatedCnn.ENCODER)
                ? parameter.name().substring(GatedCnn.ENCODER.length())
                : parameter.name();
        for (String name : List.of(parameter.name(), layer)) {
            Tensor tensor = start.get(name);
            if (tensor != null && tensor.shape().equals(parameter.shape())) {
                return tensor.floats();
            }
        }
        return TrainingTask.super.initial(parameter, seed);
    }

    @Override
    public List<NDArray> inputs(NDManager scope, PatchBatch batch, Moment moment, WeightList weights) {
        MaskedObjective.Sample sample = objective.draw(batch, moment.seed(), moment.step());
        Shape latent = shape(batch, network.channels());
        return List.of(
                staged(scope, 0, batch.upsampled(), latent),
                staged(scope, 1, batch.lowRes(), shape(batch, 3)),
                staged(scope, 2, sample.state(), latent),
                staged(scope, 3, sample.masks(), shape(batch, 2)),
                scope.create(sample.steps()),
                staged(scope, 4, sample.residual(), latent));
    }

    private NDArray staged(NDManager scope, int input, float[] values, Shape shape) {
        return scope.create(staging.get(input).filledWith(FloatBuffer.wrap(values)), shape, DataType.FLOAT32);
    }

    private static Shape shape(PatchBatch batch, int channels) {
        return new Shape(batch.count(), channels, batch.side(), batch.side());
    }

    @Override
    public ModelDescription describe(String name, ModelDescription.Weights weights, JsonNode training) {
        return new ModelDescription(
                name,
                "masked-shift",
                network.scale(),
                new ModelDescription.Network(
                        "gated-cnn", network.width(), network.encoderBlocks(), network.steps(), network.trunkBlocks()),
                new ModelDescription.Chain(
                        process.schedule().etas(), process.schedule().kappa(), Target.RESIDUAL.name()),
                weights,
                training,
                null,
                null,
                null);
    }

    @Override
    public void close() {
        // Holds nothing native: its one program belongs to the loop.
    }
}
