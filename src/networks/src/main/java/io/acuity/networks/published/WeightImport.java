package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.WholeImageModels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bundle of published weight files: reads them, strips the names, compares every tensor with what the networks
 * ask for, keeps exactly those, and adds the chain the networks were trained on. Network and autoencoder come into one
 * weights file, so that one hash covers both.
 *
 * @param system whose weights they are
 * @param settings what is known of them
 */
public record WeightImport(PublishedSystem system, ImportSettings settings) {
    /**
     * Reads the files.
     *
     * @param weights of the network
     * @param autoencoder weights of the autoencoder, where the system has one
     * @param name of the bundle
     * @throws CorruptCheckpointException if a file cannot be read, is of another system, does not fit the network or
     *     holds a weight that is not finite
     * @throws IllegalArgumentException if the settings are impossible, or the autoencoder is missing or not wanted
     */
    public ModelBundle read(Path weights, @Nullable Path autoencoder, String name) {
        if (autoencoder != null && !system.isLatent()) {
            throw new IllegalArgumentException(
                    "The system " + system.id() + " has no autoencoder; leave --autoencoder out.");
        }
        FittedWeights network = FittedWeights.read(system, weights, settings.network());
        PublishedChain chain = system.chain(network, settings);
        Map<String, Tensor> kept = new LinkedHashMap<>();
        network.addTo(kept, "", settings.keepType());
        ObjectNode codec = null;
        if (autoencoder != null) {
            FittedWeights second = FittedWeights.read(PublishedSystem.RESSHIFT_VQGAN, autoencoder, settings.codec());
            second.addTo(kept, WholeImageModels.AUTOENCODER, settings.keepType());
            codec = PublishedChain.merged(second.config(), second.config()).put("type", "vq");
        } else if (system.isLatent()) {
            codec = withoutAutoencoder(network.config());
        }
        return bundle(name, new ModelDescription.WholeImage(network.config(), chain.process(), codec), chain, kept);
    }

    /**
     * Reads the files of a network that may come with a linear probe.
     *
     * @param weights of the network
     * @param probe trained on its features; null for none
     * @param name of the bundle
     * @throws CorruptCheckpointException as {@link #read}
     * @throws IllegalArgumentException if the system has no probe
     */
    public ModelBundle readProbed(Path weights, @Nullable Path probe, String name) {
        FittedWeights network = FittedWeights.read(system, weights, probe, settings.network());
        Map<String, Tensor> kept = new LinkedHashMap<>();
        network.addTo(kept, "", settings.keepType());
        PublishedChain chain = PublishedChain.NONE;
        return bundle(name, new ModelDescription.WholeImage(network.config(), chain.process(), null), chain, kept);
    }

    /** DeltaDiff also works on pixels rearranged, which takes no weights and shows in the number of channels. */
    private ObjectNode withoutAutoencoder(JsonNode network) {
        int channels = network.path("in_channels").asInt();
        int factor = (int) Math.round(Math.sqrt(channels / 3.0));
        if (system != PublishedSystem.DELTADIFF || factor < 2 || 3 * factor * factor != channels) {
            throw new IllegalArgumentException("The network " + system.id() + " works in the latents of an autoencoder;"
                    + " name its weights with --autoencoder, autoencoder_vq_f4.pth of the published ones.");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "pixel-unshuffle")
                .put("factor", factor);
    }

    private ModelBundle bundle(
            String name, ModelDescription.WholeImage whole, PublishedChain chain, Map<String, Tensor> kept) {
        Safetensors weights = new Safetensors(kept, Map.of("format", "pt"));
        long count = kept.values().stream()
                .mapToLong(tensor -> tensor.shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
        return new ModelBundle(
                new ModelDescription(
                        name,
                        system.id(),
                        chain.scale(),
                        new ModelDescription.Network(system.id(), 0, 0, 0, null),
                        chain.shift(),
                        new ModelDescription.Weights(Sha256.of(weights.encode()), count),
                        null,
                        null,
                        null,
                        whole),
                weights);
    }
}
