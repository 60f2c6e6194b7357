package io.acuity.training.frames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.Program;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A network with its objective: the program that is trained, its initial weights and its inputs. Owned by the training
 * thread.
 */
public final class Sr3Training {
    private final Sr3UNet network;
    private final NoiseObjective objective;
    private final SampleArrays arrays = new SampleArrays();

    /**
     * Brings the two together.
     *
     * @param objective with the bound exactly where the network learns its variance
     * @throws IllegalArgumentException if it is not so
     */
    public Sr3Training(Sr3UNet network, NoiseObjective objective) {
        if (objective.hasBound() != network.options().learnedVariance()) {
            throw new IllegalArgumentException("A learned variance is trained by the variational bound and nothing"
                    + " else is; give the objective a bound exactly where the network learns its variance.");
        }
        this.network = network;
        this.objective = objective;
    }

    /** What is trained. */
    public Sr3UNet network() {
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

    /** Initial values: matrices and kernels keep the size of what they are applied to, norms are identities. */
    public static float[] initial(Parameter parameter, long seed) {
        float[] values = new float[Math.toIntExact(parameter.size())];
        if (Sr3UNet.startsAtZero(parameter.name())) {
            return values;
        }
        if (parameter.shape().size() == 1) {
            Arrays.fill(values, parameter.name().endsWith("weight") ? 1f : 0f);
            return values;
        }
        SplittableRandom random =
                new SplittableRandom(seed ^ ((long) parameter.name().hashCode() << 20));
        double fanIn = (double) parameter.size() / parameter.shape().get(0);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
        }
        return values;
    }

    /**
     * The inputs of {@link #program}.
     *
     * @param scope owner of the arrays, which are valid until the next call
     */
    public List<NDArray> inputs(NDManager scope, NoiseObjective.Sample sample) {
        return arrays.of(scope, sample);
    }
}
