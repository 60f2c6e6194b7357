package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.ElementType;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
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

/**
 * Makes a bundle of a published weight file: reads it, strips the names, compares every tensor with what the network
 * asks for, and keeps exactly those.
 *
 * @param system whose weights they are
 * @param config what is known of the network's configuration, under its published keys; empty for nothing
 * @param keepType whether half precision is kept; otherwise everything becomes fp32
 */
public record WeightImport(PublishedSystem system, JsonNode config, boolean keepType) {
    /** Imported weights come without a chain; it is chosen with the job. */
    private static final String NO_TARGET = "NONE";

    /**
     * Reads a file.
     *
     * @param name of the bundle
     * @throws CorruptCheckpointException if the file cannot be read, is of another system, does not fit the network or
     *     holds a weight that is not finite
     */
    public ModelBundle read(Path file, String name) {
        Map<String, Tensor> found = new LinkedHashMap<>(WeightFiles.read(file, system.names()));
        found.keySet().removeIf(system::isConstant);
        requireMarker(file, found);
        JsonNode complete = system.complete(config, found);
        List<Parameter> parameters = parameters(file, complete);
        WeightFit fit = WeightFit.of(parameters, found);
        if (!fit.isExact()) {
            throw new CorruptCheckpointException(
                    "The weights in " + file + " do not fit the network " + system.id() + ": " + fit.describe()
                            + "; name another file, or give the network's configuration with --config.");
        }
        return bundle(name, complete, parameters, found);
    }

    private void requireMarker(Path file, Map<String, Tensor> found) {
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

    private List<Parameter> parameters(Path file, JsonNode complete) {
        try {
            return system.parameters(complete);
        } catch (IllegalArgumentException e) {
            throw new CorruptCheckpointException(
                    "The weights in " + file + " do not fit the network " + system.id() + ": " + e.getMessage()
                            + " Give the network's configuration with --config.",
                    e);
        }
    }

    private ModelBundle bundle(String name, JsonNode complete, List<Parameter> parameters, Map<String, Tensor> found) {
        Map<String, Tensor> kept = new LinkedHashMap<>();
        long count = 0;
        for (Parameter parameter : parameters) {
            kept.put(parameter.name(), converted(Objects.requireNonNull(found.get(parameter.name()))));
            count += parameter.size();
        }
        Safetensors weights = new Safetensors(kept, Map.of("format", "pt"));
        return new ModelBundle(
                new ModelDescription(
                        name,
                        system.id(),
                        1,
                        new ModelDescription.Network(system.id(), 0, 0, 0, null),
                        new ModelDescription.Chain(new double[0], 0, NO_TARGET),
                        new ModelDescription.Weights(Sha256.of(weights.encode()), count),
                        null,
                        null,
                        null,
                        new ModelDescription.WholeImage(complete, JsonNodeFactory.instance.objectNode(), null)),
                weights);
    }

    private Tensor converted(Tensor tensor) {
        boolean half = tensor.type() == ElementType.F16 || tensor.type() == ElementType.BF16;
        return tensor.type() == ElementType.F32 || (keepType && half)
                ? tensor
                : Tensor.ofFloats(tensor.name(), tensor.shape(), tensor.floats());
    }
}
