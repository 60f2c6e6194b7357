package io.acuity.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.codec.PixelUnshuffle;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains an {@link Sr3UNet} on a Gaussian chain: each patch, brought back to pixels, is a frame. The patches of a batch come
 * turned and mirrored, so that the objective takes them as they are.
 */
public final class Sr3Task implements TrainingTask {
    /** The system of the bundles. */
    public static final String SYSTEM = "sr3";

    private final Sr3Training training;
    private final Model model;
    private final AttentionSource attention;
    private final ScalarType computeType;
    private final Map<String, Tensor> start;
    private final PixelUnshuffle codec;

    /**
     * What a bundle says beside the network.
     *
     * @param scale r
     * @param chainSteps T
     * @param process the chain, see {@link io.acuity.networks.frames.GaussianChain}
     * @param notes the objective, for people
     */
    public record Model(int scale, int chainSteps, JsonNode process, JsonNode notes) {}

    /**
     * Creates the task.
     *
     * @param attention makes the map of each patch; of ones where there are no masks
     * @param computeType type inside the program; masters stay fp32
     * @param start weights to begin with where names and shapes agree; empty for none
     */
    public Sr3Task(
            Sr3Training training,
            Model model,
            AttentionSource attention,
            ScalarType computeType,
            Map<String, Tensor> start) {
        this.training = training;
        this.model = model;
        this.attention = attention;
        this.computeType = computeType;
        this.start = Map.copyOf(start);
        this.codec = new PixelUnshuffle(model.scale);
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
        List<Frame> frames = new ArrayList<>();
        for (int n = 0; n < batch.count(); n++) {
            frames.add(frame(batch, n));
        }
        return training.objective().prepare(frames, moment.seed(), moment.step());
    }

    private Frame frame(PatchBatch batch, int n) {
        FloatImage lowRes = unsigned(part(batch.lowRes(), n, batch, 3));
        int side = batch.side() * batch.scale();
        return new Frame(
                Integer.toString(n),
                codec.decode(part(batch.clean(), n, batch, codec.channels())),
                codec.decode(part(batch.upsampled(), n, batch, codec.channels())),
                lowRes,
                attention.map(lowRes, side));
    }

    private static FloatImage part(float[] values, int n, PatchBatch batch, int channels) {
        int size = channels * batch.side() * batch.side();
        return new FloatImage(
                channels, batch.side(), batch.side(), Arrays.copyOfRange(values, n * size, (n + 1) * size));
    }

    private static FloatImage unsigned(FloatImage image) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp((values[i] + 1) / 2, 0f, 1f);
        }
        return image;
    }

    @Override
    public ModelDescription describe(String name, ModelDescription.Weights weights, JsonNode notes) {
        Sr3UNet network = training.network();
        JsonNode all = notes.deepCopy();
        if (all instanceof ObjectNode object) {
            object.set("objective", model.notes);
        }
        return new ModelDescription(
                name,
                SYSTEM,
                model.scale,
                new ModelDescription.Network(
                        "sr3-unet", network.innerChannels(), network.resBlocks(), model.chainSteps, null),
                new ModelDescription.Chain(
                        new double[0],
                        0,
                        model.process.path("prediction").asText().toUpperCase(Locale.ROOT)),
                weights,
                all,
                null,
                null,
                new ModelDescription.WholeImage(network.config(), model.process, null));
    }

    @Override
    public void close() {
        // Holds nothing native: its one program belongs to the loop.
    }
}
