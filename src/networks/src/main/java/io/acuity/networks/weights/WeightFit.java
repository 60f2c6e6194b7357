package io.acuity.networks.weights;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a checkpoint's tensors differ from the parameters of a network.
 *
 * @param missing parameters without a tensor
 * @param unexpected tensors that no parameter asks for
 * @param misshaped tensors of another shape, with both shapes
 */
public record WeightFit(List<String> missing, List<String> unexpected, List<String> misshaped) {
    private static final int SHOWN = 5;

    /** Compares names and shapes; values are not looked at. */
    public static WeightFit of(List<Parameter> parameters, Map<String, Tensor> checkpoint) {
        List<String> missing = new ArrayList<>();
        List<String> misshaped = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        for (Parameter parameter : parameters) {
            asked.add(parameter.name());
            Tensor tensor = checkpoint.get(parameter.name());
            if (tensor == null) {
                missing.add(parameter.name() + " " + parameter.shape());
            } else if (!tensor.shape().equals(parameter.shape())) {
                misshaped.add(parameter.name() + " has shape " + tensor.shape() + ", not " + parameter.shape());
            }
        }
        List<String> unexpected = checkpoint.keySet().stream()
                .filter(name -> !asked.contains(name))
                .toList();
        return new WeightFit(missing, unexpected, misshaped);
    }

    /** Whether every parameter has its tensor and no tensor is left over. */
    public boolean isExact() {
        return missing.isEmpty() && unexpected.isEmpty() && misshaped.isEmpty();
    }

    /** The differences as one clause: how many of each kind, and the first few by name. */
    public String describe() {
        List<String> clauses = new ArrayList<>();
        addClause(clauses, "missing", missing);
        addClause(clauses, "unexpected", unexpected);
        addClause(clauses, "mis-shaped", misshaped);
        return String.join("; ", clauses);
    }

    /**
     * Goes on only if the checkpoint fits exactly.
     *
     * @throws CorruptCheckpointException naming the first few tensors of each kind of difference and how many there are
     */
    public void require() {
        if (!isExact()) {
            throw new CorruptCheckpointException("The weights do not fit the network: " + describe()
                    + ". Check that the network described is the one they were trained with.");
        }
    }

    private static void addClause(List<String> clauses, String kind, List<String> tensors) {
        if (!tensors.isEmpty()) {
            String first = tensors.stream().limit(SHOWN).collect(Collectors.joining(", "));
            clauses.add(tensors.size() + " " + kind + " (" + first + (tensors.size() > SHOWN ? ", …)" : ")"));
        }
    }
}
