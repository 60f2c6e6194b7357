package io.acuity.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightList;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.frames.AttentionSource;
import io.acuity.training.frames.Frame;
import io.acuity.training.frames.IdmTraining;
import io.acuity.training.frames.NoiseObjective;
import io.acuity.training.idm.IdmPhases;
import io.acuity.training.loop.TrainingTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains an {@link io.acuity.networks.idm.Idm} on a Gaussian chain, in two phases. A frame is an HR patch, less what is over
 * at its end; its LR image is made of it by bicubic at the step's magnification, as if it were a whole image, and rounded to
 * 8 bits. The LR images of the patches themselves, which have one scale, are not looked at.
 */
public final class IdmTask implements TrainingTask {
    /** The system of the bundles. */
    public static final String SYSTEM = "idm";

    /** Of 255 grey levels, [-1, 1] has half as many per unit. */
    private static final float HALF_LEVELS = 127.5f;
    /** Sides that are whole but for rounding errors are taken as such. */
    private static final double SLACK = 1e-9;

    private final IdmTraining training;
    private final GaussianBundle bundle;
    private final IdmPhases phases;
    private final AttentionSource attention;
    private final Start start;

    /**
     * How it begins.
     *
     * @param computeType type inside the program; masters stay fp32
     * @param weights to begin with where names and shapes agree; empty for none
     */
    public record Start(ScalarType computeType, Map<String, Tensor> weights) {}

    /**
     * Creates the task.
     *
     * @param attention makes the map of each patch; of ones where there are no masks
     */
    public IdmTask(
            IdmTraining training, GaussianBundle bundle, IdmPhases phases, AttentionSource attention, Start start) {
        this.training = training;
        this.bundle = bundle;
        this.phases = phases;
        this.attention = attention;
        this.start = start;
    }

    @Override
    public Program training() {
        return training.program(start.computeType);
    }

    @Override
    public float[] initial(Parameter parameter, long seed) {
        Tensor tensor = start.weights.get(parameter.name());
        return tensor != null && tensor.shape().equals(parameter.shape())
                ? tensor.floats()
                : IdmTraining.initial(parameter, seed);
    }

    @Override
    public List<NDArray> inputs(NDManager scope, PatchBatch batch, Moment moment, WeightList weights) {
        double magnification = phases.at(moment);
        List<Frame> frames = frames(batch, magnification);
        NoiseObjective.Sample sample = training.objective().prepare(frames, moment.seed(), moment.step());
        return training.inputs(scope, frames, magnification, sample);
    }

    /** The patches of a batch with LR images of a magnification; sides are rounded half to even, as those of results are. */
    List<Frame> frames(PatchBatch batch, double magnification) {
        PatchPixels pixels = new PatchPixels(batch);
        int low = (int) Math.floor(batch.side() * batch.scale() / magnification + SLACK);
        int high = (int) Math.rint(low * magnification);
        List<Frame> frames = new ArrayList<>();
        for (int n = 0; n < batch.count(); n++) {
            FloatImage clean = pixels.clean(n).window(0, 0, high, high);
            FloatImage reduced = rounded(Bicubic.resize(clean, low, low));
            FloatImage lowRes = unsigned(reduced);
            frames.add(new Frame(
                    Integer.toString(n),
                    clean,
                    Bicubic.resize(reduced, high, high),
                    lowRes,
                    attention.map(lowRes, high)));
        }
        return frames;
    }

    private static FloatImage rounded(FloatImage image) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round((Math.clamp(values[i], -1f, 1f) + 1) * HALF_LEVELS) / HALF_LEVELS - 1;
        }
        return image;
    }

    private static FloatImage unsigned(FloatImage image) {
        float[] values = image.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + 1) / 2;
        }
        return new FloatImage(image.channels(), image.height(), image.width(), values);
    }

    @Override
    public ModelDescription describe(String name, ModelDescription.Weights weights, JsonNode notes) {
        var network = training.network();
        return bundle.describe(
                name, new GaussianBundle.Network(SYSTEM, "idm-unet", network.unet(), network.config()), weights, notes);
    }

    @Override
    public void close() {
        // Holds nothing native: its one program belongs to the loop.
    }
}
