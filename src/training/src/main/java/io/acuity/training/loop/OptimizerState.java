package io.acuity.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.weights.WeightList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The arrays of a training run: weights, both moments of Adam or AdamW, and the moving average of the weights, which is what
 * is kept in the end. Owned by the training thread.
 */
public final class OptimizerState implements AutoCloseable {
    private static final float EPSILON = 1e-8f;
    /** The engine clips value by value where this is not negative; clipping is by norm here. */
    private static final float NO_CLIPPING = Float.MAX_VALUE;

    private static final List<String> PARTS = List.of("weight/", "mean/", "variance/", "average/");

    private final NDManager manager;
    private final WeightList weights;
    private final WeightList means;
    private final WeightList variances;
    private final WeightList averages;
    private int step;

    private OptimizerState(NDManager manager, List<WeightList> parts, int step) {
        this.manager = manager;
        this.weights = parts.get(0);
        this.means = parts.get(1);
        this.variances = parts.get(2);
        this.averages = parts.get(3);
        this.step = step;
        weights.arrays().forEach(weight -> weight.setRequiresGradient(true));
    }

    /**
     * The beginning of a run.
     *
     * @param parent lives at least as long
     * @param values initial weights
     */
    public static OptimizerState initial(
            NDManager parent, List<Parameter> parameters, Function<Parameter, float[]> values) {
        NDManager manager = parent.newSubManager();
        WeightList weights = WeightList.of(manager, parameters, values);
        WeightList means = WeightList.of(manager, parameters, OptimizerState::zeros);
        WeightList variances = WeightList.of(manager, parameters, OptimizerState::zeros);
        return new OptimizerState(manager, List.of(weights, means, variances, weights.copy(manager)), 0);
    }

    /**
     * A run that was interrupted.
     *
     * @param parent lives at least as long
     * @throws CorruptCheckpointException if it belongs to another network, or is none
     */
    public static OptimizerState resumed(NDManager parent, List<Parameter> parameters, TrainingState saved) {
        if (saved.note(TrainingState.STEP).isEmpty()) {
            throw new CorruptCheckpointException(
                    "The saved state of training does not tell its step; remove it to begin anew.");
        }
        NDManager manager = parent.newSubManager();
        try {
            List<WeightList> parts = PARTS.stream()
                    .map(part -> WeightList.of(
                            manager, parameters, withPrefix(saved.arrays().tensors(), part)))
                    .toList();
            return new OptimizerState(manager, parts, saved.step());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static Map<String, Tensor> withPrefix(Map<String, Tensor> tensors, String prefix) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                String own = name.substring(prefix.length());
                part.put(own, new Tensor(own, tensor.type(), tensor.shape(), tensor.data()));
            }
        });
        return part;
    }

    /** Copies everything out of native memory. */
    public TrainingState save() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<WeightList> parts = List.of(weights, means, variances, averages);
        for (int i = 0; i < parts.size(); i++) {
            String prefix = PARTS.get(i);
            parts.get(i)
                    .toSafetensors()
                    .tensors()
                    .forEach((name, tensor) -> tensors.put(
                            prefix + name, new Tensor(prefix + name, tensor.type(), tensor.shape(), tensor.data())));
        }
        return new TrainingState(new Safetensors(tensors, Map.of(TrainingState.STEP, Integer.toString(step))));
    }

    /** Steps done. */
    public int step() {
        return step;
    }

    /** The fp32 masters, which take gradients. */
    public WeightList weights() {
        return weights;
    }

    /** The moving average. */
    public WeightList averages() {
        return averages;
    }

    /**
     * Uses up the gradients on the weights. Where their norm is no number nothing is done, and the state must be given up:
     * gradients that are no numbers stay so.
     *
     * @param rate learning rate of this step
     * @return the norm of the gradients over all weights, before clipping
     */
    public double update(double rate, OptimizerSettings settings) {
        List<NDArray> gradients =
                weights.arrays().stream().map(NDArray::getGradient).toList();
        try {
            double norm = norm(gradients);
            if (!Double.isFinite(norm)) {
                return norm;
            }
            step++;
            float rescale = (float) Math.min(1, settings.clipNorm() / Math.max(norm, Double.MIN_NORMAL));
            for (int i = 0; i < weights.size(); i++) {
                update(i, gradients.get(i), new Change(rate, rescale), settings);
                average(i, settings.averaging());
            }
            return norm;
        } finally {
            gradients.forEach(NDArray::close);
        }
    }

    private record Change(double rate, float rescale) {}

    private void update(int i, NDArray gradient, Change change, OptimizerSettings settings) {
        double corrected =
                change.rate * Math.sqrt(1 - Math.pow(settings.beta2(), step)) / (1 - Math.pow(settings.beta1(), step));
        NDArray weight = weights.arrays().get(i);
        NDList operands = new NDList(
                weight, gradient, means.arrays().get(i), variances.arrays().get(i));
        weight.getNDArrayInternal()
                .adamUpdate(
                        operands,
                        new NDList(weight),
                        (float) change.rate,
                        (float) corrected,
                        (float) settings.weightDecay(),
                        change.rescale,
                        NO_CLIPPING,
                        (float) settings.beta1(),
                        (float) settings.beta2(),
                        EPSILON,
                        true,
                        settings.kind() == OptimizerSettings.Kind.ADAMW);
    }

    /** Early on the decay is limited to (1 + n) / (10 + n), so that the average forgets the initial weights. */
    private void average(int i, double decay) {
        float keep = (float) Math.min(decay, (1.0 + step) / (10.0 + step));
        try (NDArray share = weights.arrays().get(i).mul(1 - keep)) {
            averages.arrays().get(i).muli(keep).addi(share);
        }
    }

    private static double norm(List<NDArray> gradients) {
        double sum = 0;
        for (NDArray gradient : gradients) {
            try (NDArray squares = gradient.square();
                    NDArray total = squares.sum()) {
                sum += total.getFloat();
            }
        }
        return Math.sqrt(sum);
    }

    private static float[] zeros(Parameter parameter) {
        return new float[Math.toIntExact(parameter.size())];
    }

    @Override
    public void close() {
        manager.close();
    }
}
