package io.acuity.training.frames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.idm.Idm;
import io.acuity.networks.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * IDM's networks with SR3's objective: the program that is trained, its initial weights and its inputs. Owned by the training
 * thread.
 */
public final class IdmTraining {
    private static final float BRANCH_GAIN = 0.1f;

    private final Idm network;
    private final NoiseObjective objective;
    private final SampleArrays arrays = new SampleArrays();

    /** Brings the two together. */
    public IdmTraining(Idm network, NoiseObjective objective) {
        this.network = network;
        this.objective = objective;
    }

    /** What is trained. */
    public Idm network() {
        return network;
    }

    /** What on. */
    public NoiseObjective objective() {
        return objective;
    }

    /** The program whose result is the loss. */
    public Program program(ScalarType type) {
        return network.training(type, objective.options().norm());
    }

    /**
     * Initial values: as in {@link Sr3Training}; the encoder's branches a tenth of that; and in the pyramid, whose
     * convolutions are equalised, standard normal ones, with scale factors around 1.
     */
    public static float[] initial(Parameter parameter, long seed) {
        String name = parameter.name();
        if (name.startsWith("condition_scale") && name.endsWith(".bias")) {
            float[] ones = new float[Math.toIntExact(parameter.size())];
            Arrays.fill(ones, 1f);
            return ones;
        }
        float[] values = Sr3Training.initial(parameter, seed);
        double gain = 1;
        if (name.startsWith("encoder.body.") && name.endsWith(".body.2.weight")) {
            gain = BRANCH_GAIN;
        } else if (name.startsWith("cond") || name.startsWith("conv_body")) {
            // Undoes the division by the root of the inputs.
            gain = Math.sqrt((double) parameter.size() / parameter.shape().get(0));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) gain;
        }
        return values;
    }

    /**
     * The inputs of {@link #program}.
     *
     * @param scope owner of the arrays, which are valid until the next call
     * @param frames of which the sample was made, for their LR images
     * @param magnification theirs
     */
    public List<NDArray> inputs(
            NDManager scope, List<Frame> frames, double magnification, NoiseObjective.Sample sample) {
        int side = frames.get(0).lowRes().width();
        int length = 3 * side * side;
        float[] lowRes = new float[frames.size() * length];
        for (int n = 0; n < frames.size(); n++) {
            float[] unsigned = frames.get(n).lowRes().values();
            for (int i = 0; i < length; i++) {
                lowRes[n * length + i] = 2 * unsigned[i] - 1;
            }
        }
        List<NDArray> inputs = new ArrayList<>();
        inputs.add(scope.create(lowRes, new Shape(frames.size(), 3, side, side)));
        inputs.add(scope.create(new float[] {network.factor(magnification)}));
        inputs.addAll(arrays.of(scope, sample));
        return inputs;
    }
}
