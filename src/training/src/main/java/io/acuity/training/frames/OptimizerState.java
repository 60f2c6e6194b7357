package io.acuity.training.frames;

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
import java.util.SplittableRandom;

/**
 * All that a training run is between two steps: weights, both moments of AdamW (Loshchilov and Hutter 2019), and the
 * moving average of the weights, which is what is kept in the end. Owned by the training thread.
 */
final class OptimizerState {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final double AVERAGING = 0.999;
    private static final String STEP = "step";
    private static final List<String> PARTS = List.of("weight/", "mean/", "variance/", "average/");

    private final WeightList weights;
    private final WeightList means;
    private final WeightList variances;
    private final WeightList averages;
    private int step;

    private OptimizerState(List<WeightList> parts, int step) {
        this.weights = parts.get(0);
        this.means = parts.get(1);
        this.variances = parts.get(2);
        this.averages = parts.get(3);
        this.step = step;
        weights.arrays().forEach(weight -> weight.setRequiresGradient(true));
    }

    /** The beginning of a run: matrices and kernels keep the size of what they are applied to, norms are identities. */
    static OptimizerState initial(NDManager manager, List<Parameter> parameters, long seed) {
        WeightList weights = WeightList.of(manager, parameters, parameter -> initial(parameter, seed));
        WeightList means = WeightList.of(manager, parameters, OptimizerState::zeros);
        WeightList variances = WeightList.of(manager, parameters, OptimizerState::zeros);
        return new OptimizerState(List.of(weights, means, variances, weights.copy(manager)), 0);
    }

    /**
     * A run that was interrupted.
     *
     * @throws CorruptCheckpointException if it belongs to another network
     */
    static OptimizerState resumed(NDManager manager, List<Parameter> parameters, Safetensors saved) {
        List<WeightList> parts = PARTS.stream()
                .map(part -> WeightList.of(manager, parameters, withPrefix(saved.tensors(), part)))
                .toList();
        String step = saved.metadata().get(STEP);
        if (step == null) {
            throw new CorruptCheckpointException(
                    "The saved state of training does not tell its step; remove it to begin anew.");
        }
        return new OptimizerState(parts, Integer.parseInt(step));
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

    Safetensors save() {
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
        return new Safetensors(tensors, Map.of(STEP, Integer.toString(step)));
    }

    /** Steps done. */
    int step() {
        return step;
    }

    List<NDArray> weights() {
        return weights.arrays();
    }

    Safetensors averaged() {
        return averages.toSafetensors();
    }

    /** Uses up the gradients on the weights. */
    void update(double rate, double decay) {
        step++;
        double corrected = rate * Math.sqrt(1 - Math.pow(BETA_2, step)) / (1 - Math.pow(BETA_1, step));
        float keep = (float) Math.min(AVERAGING, (1.0 + step) / (10.0 + step));
        for (int i = 0; i < weights.size(); i++) {
            NDArray weight = weights.arrays().get(i);
            try (NDArray gradient = weight.getGradient()) {
                NDList operands = new NDList(
                        weight,
                        gradient,
                        means.arrays().get(i),
                        variances.arrays().get(i));
                weight.getNDArrayInternal()
                        .adamUpdate(
                                operands,
                                new NDList(weight),
                                (float) rate,
                                (float) corrected,
                                (float) decay,
                                1f,
                                1f,
                                BETA_1,
                                BETA_2,
                                EPSILON,
                                true,
                                true);
                gradient.subi(gradient);
            }
            try (NDArray share = weight.mul(1 - keep)) {
                averages.arrays().get(i).muli(keep).addi(share);
            }
        }
    }

    private static float[] zeros(Parameter parameter) {
        return new float[Math.toIntExact(parameter.size())];
    }

    private static float[] initial(Parameter parameter, long seed) {
        float[] values = zeros(parameter);
        if (parameter.shape().size() == 1) {
            if (parameter.name().endsWith("weight")) {
                java.util.Arrays.fill(values, 1f);
            }
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
}
