package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.ElementType;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.weights.WeightFit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A weight file that holds what a network asks for, no more and no less.
 *
 * @param file where it lies
 * @param config the network's complete configuration
 * @param weights by the names the network asks for
 * @param all tensors of the file under its own names
 */
record FittedWeights(Path file, JsonNode config, Map<String, Tensor> weights, Map<String, Tensor> all) {
    private static final Set<String> PROBE = new TreeSet<>(List.of("linear.bias", "linear.weight"));

    /**
     * Reads a file, strips its names, and compares every tensor with what the network asks for.
     *
     * @param given what is known of the network's configuration
     * @throws CorruptCheckpointException if the file cannot be read, is of another system, does not fit the network or
     *     holds a weight that is not finite
     */
    static FittedWeights read(PublishedSystem system, Path file, JsonNode given) {
        return read(system, file, null, given);
    }

    /** As {@link #read(PublishedSystem, Path, JsonNode)}, with the file of a linear probe unless that is null. */
    static FittedWeights read(PublishedSystem system, Path file, @Nullable Path probe, JsonNode given) {
        Map<String, Tensor> all = WeightFiles.readAll(file);
        Map<String, Tensor> found = new LinkedHashMap<>(WeightFiles.select(all, system.names(), file.toString()));
        found.keySet().removeIf(system::isConstant);
        requireMarker(system, file, found);
        if (probe != null) {
            found.putAll(probeWeights(system, probe));
        }
        JsonNode complete = system.complete(given, found);
        List<Parameter> parameters = parameters(system, file, complete);
        found.keySet().removeIf(name -> system.isUnused(name, complete));
        WeightFit fit = WeightFit.of(parameters, found);
        if (!fit.isExact()) {
            throw new CorruptCheckpointException(
                    "The weights in " + file + " do not fit the network " + system.id() + ": " + fit.describe()
                            + "; name another file, or give the network's configuration with --config.");
        }
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        parameters.forEach(
                parameter -> ordered.put(parameter.name(), Objects.requireNonNull(found.get(parameter.name()))));
        return new FittedWeights(file, complete, ordered, all);
    }

    /** Puts the weights into a bundle, their names after {@code prefix}. */
    void addTo(Map<String, Tensor> bundle, String prefix, boolean keepType) {
        weights.forEach((name, tensor) -> {
            Tensor kept = keepType && isHalf(tensor) ? tensor : widened(tensor);
            bundle.put(prefix + name, new Tensor(prefix + name, kept.type(), kept.shape(), kept.data()));
        });
    }

    private static Map<String, Tensor> probeWeights(PublishedSystem system, Path probe) {
        StateDictNames names = system.probeNames()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The system " + system.id() + " has no linear probe; leave --probe out."));
        Map<String, Tensor> weights = WeightFiles.read(probe, names);
        if (!weights.keySet().equals(PROBE)) {
            throw new CorruptCheckpointException("The file " + probe + " is not a linear probe: it has to hold "
                    + String.join(" and ", PROBE) + " alone, not " + weights.size()
                    + " tensors; name dino_resnet50_linearweights.pth.");
        }
        return weights;
    }

    private static void requireMarker(PublishedSystem system, Path file, Map<String, Tensor> found) {
        if (!found.containsKey(system.marker())) {
            Optional<PublishedSystem> other = Arrays.stream(PublishedSystem.values())
                    .filter(candidate -> found.containsKey(candidate.marker()))
                    .findFirst();
            throw new CorruptCheckpointException("The weights in " + file + " are not those of " + system.id()
                    + ": they have no tensor " + system.marker()
                    + other.map(likely -> " and look like those of " + likely.id() + "; import them with --system "
                                    + likely.id() + ".")
                            .orElse("; name a state dict of that system."));
        }
    }

    private static List<Parameter> parameters(PublishedSystem system, Path file, JsonNode complete) {
        try {
            return system.parameters(complete);
        } catch (IllegalArgumentException e) {
            throw new CorruptCheckpointException(
                    "The weights in " + file + " do not fit the network " + system.id() + ": " + e.getMessage()
                            + " Give the network's configuration with --config.",
                    e);
        }
    }

    private static boolean isHalf(Tensor tensor) {
        return tensor.type() == ElementType.F16 || tensor.type() == ElementType.BF16;
    }

    private static Tensor widened(Tensor tensor) {
        return tensor.type() == ElementType.F32
                ? tensor
                : Tensor.ofFloats(tensor.name(), tensor.shape(), tensor.floats());
    }
}
