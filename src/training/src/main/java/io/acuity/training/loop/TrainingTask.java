package io.acuity.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightList;
import io.acuity.training.data.PatchBatch;
import java.util.List;

/** What a loop trains: a program whose result is the loss, and what goes into it at each step. Used by the training thread. */
public interface TrainingTask extends AutoCloseable {
    /** The program to train; its result is the loss, a scalar. Weights are fp32 masters. */
    Program training();

    /** Initial values of one weight, a function of its name and {@code seed}. */
    default float[] initial(Parameter parameter, long seed) {
        return InitialWeights.of(parameter, seed);
    }

    /**
     * The inputs of one step, a function of seed, step, patches and, where states come from the network itself, its present
     * weights.
     *
     * @param scope owner of the arrays, which are valid until the next call
     */
    List<NDArray> inputs(NDManager scope, PatchBatch batch, Moment moment, WeightList weights);

    /** The description of a bundle with trained weights. */
    ModelDescription describe(String name, ModelDescription.Weights weights, JsonNode training);

    @Override
    void close();

    /**
     * Where in a run a step is.
     *
     * @param seed of the run
     * @param step 0-based
     */
    record Moment(long seed, long step) {}
}
