package io.acuity.networks.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The weights of one checkpoint as a program takes them: fp32 arrays in the order of its parameters. Owned by the
 * device thread; the arrays belong to the manager they were made with.
 */
public final class WeightList {
    private final List<Parameter> parameters;
    private final List<NDArray> arrays;

    private WeightList(List<Parameter> parameters, List<NDArray> arrays) {
        this.parameters = List.copyOf(parameters);
        this.arrays = List.copyOf(arrays);
    }

    /** Makes arrays from values given by parameter. */
    public static WeightList of(NDManager manager, List<Parameter> parameters, Function<Parameter, float[]> values) {
        List<NDArray> arrays = parameters.stream()
                .map(parameter -> manager.create(values.apply(parameter), shape(parameter)))
                .toList();
        return new WeightList(parameters, arrays);
    }

    /**
     * Makes arrays from a checkpoint.
     *
     * @param checkpoint its tensors by name
     * @throws CorruptCheckpointException counting missing, unexpected and mis-shaped tensors and naming the first of each
     */
    public static WeightList of(NDManager manager, List<Parameter> parameters, Map<String, Tensor> checkpoint) {
        WeightFit.of(parameters, checkpoint).require();
        return of(
                manager,
                parameters,
                parameter -> java.util.Objects.requireNonNull(checkpoint.get(parameter.name()))
                        .floats());
    }

    /** The arrays, in program order. */
    public List<NDArray> arrays() {
        return arrays;
    }

    /** The names, in program order. */
    public List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }

    /** Number of arrays. */
    public int size() {
        return arrays.size();
    }

    /** Copies that belong to {@code manager}. */
    public WeightList copy(NDManager manager) {
        List<NDArray> copies = arrays.stream().map(NDArray::duplicate).toList();
        copies.forEach(copy -> copy.attach(manager));
        return new WeightList(parameters, copies);
    }

    /** The weights as they would be stored. */
    public Safetensors toSafetensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            tensors.put(
                    parameter.name(),
                    Tensor.ofFloats(
                            parameter.name(), parameter.shape(), arrays.get(i).toFloatArray()));
        }
        return new Safetensors(tensors, Map.of("format", "pt"));
    }

    private static Shape shape(Parameter parameter) {
        return new Shape(parameter.shape().stream().mapToLong(Long::longValue).toArray());
    }
}
