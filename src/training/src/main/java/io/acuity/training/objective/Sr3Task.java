package io.acuity.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.Program;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.networks.weights.WeightList;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.frames.AttentionSource;
import io.acuity.training.frames.Frame;
import io.acuity.training.frames.NoiseObjective;
import io.acuity.training.frames.Sr3Training;
import io.acuity.training.loop.TrainingTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains an {@link Sr3UNet} on a Gaussian chain: each patch, brought back to pixels, is a frame. The patches of a batch come
 * turned and mirrored, so that the objective takes them as they are.
 */
public final class Sr3Task implements TrainingTask {
    /** The system of the bundles. */
    public static final String SYSTEM = "sr3";

    private final Sr3Training training;
    private final GaussianBundle bundle;
    private final AttentionSource attention;
    private final ScalarType computeType;
    private final Map<String, Tensor> start;

    /**
     * Creates the task.
     *
     * @param bundle what a bundle says beside the network
     * @param attention makes the map of each patch; of ones where there are no masks
     * @param computeType type inside the program; masters stay fp32
     * @param start weights to begin with where names and shapes agree; empty for none
     */
    public Sr3Task(
            Sr3Training training,
            GaussianBundle bundle,
            AttentionSource attention,
            ScalarType computeType,
            Map<String, Tensor> start) {
        this.training = training;
        this.bundle = bundle;
        this.attention = attention;
        this.computeType = computeType;
        this.start = Map.copyOf(start);
    }

    @Override
    public Program training() {
        return training.program(computeType);
    }

    @Override
    public float[] initial(Parameter parameter, long seed) {
        Tensor tensor = start.get(parameter.name());
        return tensor != null && tensor.shape().equals(parameter.shape())
                ? tensor.floats()
                : Sr3Training.initial(parameter, seed);
    }

    @Override
    public List<NDArray> inputs(NDManager scope, PatchBatch batch, Moment moment, WeightList weights) {
        return training.inputs(scope, sample(batch, moment));
    }

    /** The material of a step. */
    NoiseObjective.Sample sample(PatchBatch batch, Moment moment) {
        PatchPixels pixels = new PatchPixels(batch);
        int side = batch.side() * batch.scale();
        List<Frame> frames = new ArrayList<>();
        for (int n = 0; n < batch.count(); n++) {
            FloatImage lowRes = pixels.lowRes(n);
            frames.add(new Frame(
                    Integer.toString(n), pixels.clean(n), pixels.upsampled(n), lowRes, attention.map(lowRes, side)));
        }
        return training.objective().prepare(frames, moment.seed(), moment.step());
    }

    @Override
    public ModelDescription describe(String name, ModelDescription.Weights weights, JsonNode notes) {
        Sr3UNet network = training.network();
        return bundle.describe(
                name, new GaussianBundle.Network(SYSTEM, "sr3-unet", network, network.config()), weights, notes);
    }

    @Override
    public void close() {
        // Holds nothing native: its one program belongs to the loop.
    }
}
