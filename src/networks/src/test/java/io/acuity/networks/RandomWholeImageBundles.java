package io.acuity.networks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.resshift.SwinUNet;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.networks.vqgan.VqAutoencoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bundles of systems that look at whole images with seeded random weights, small enough for tests. */
public final class RandomWholeImageBundles {
    private static final String NETWORK = """
            {"image_size": 8, "in_channels": %1$d, "model_channels": 32, "out_channels": %1$d,
             "attention_resolutions": [8], "channel_mult": [1], "num_res_blocks": [1], "num_head_channels": 16,
             "use_scale_shift_norm": true, "swin_embed_dim": 32, "window_size": 4, "lq_size": %2$d}""";
    private static final String AUTOENCODER = """
            {"type": "vq", "double_z": false, "z_channels": 3, "resolution": 32, "in_channels": 3, "out_ch": 3,
             "ch": 32, "ch_mult": [1, 1, 1], "num_res_blocks": 1, "attn_resolutions": [], "n_embed": 32,
             "embed_dim": 3}""";

    private RandomWholeImageBundles() {}

    /** ResShift by 4 in the latents of an f4 autoencoder; sides are padded to multiples of 8. */
    public static ModelBundle resShift(int steps, double kappa, long seed) {
        ShiftSchedule schedule = ShiftSchedule.resShift(steps, 0.2, 0.99, 0.3, kappa);
        return bundle("resshift", schedule, json(NETWORK.formatted(3, 8)), json(AUTOENCODER), seed);
    }

    /** DeltaDiff by 4 in pixel-unshuffle space. */
    public static ModelBundle deltaDiff(long seed) {
        ShiftSchedule schedule = ShiftSchedule.deltaDiff(4, 0.01, 0.99, 0.3);
        return bundle(
                "deltadiff",
                schedule,
                json(NETWORK.formatted(48, 8)),
                json("{\"type\": \"pixel-unshuffle\", \"factor\": 4}"),
                seed);
    }

    /** SR3 by 2 in pixel space, on a chain of {@code steps}. */
    public static ModelBundle sr3(int steps, long seed) {
        return sr3(steps, seed, "", "");
    }

    /** As above, with more of the network's configuration and of the process: JSON members after a comma. */
    static ModelBundle sr3(int steps, long seed, String ofNetwork, String ofProcess) {
        JsonNode network = json("""
                {"in_channel": 6, "out_channel": 3, "inner_channel": 16, "channel_multiplier": [1, 2], "res_blocks": 1,
                 "norm_groups": 8, "attn_res": [4], "image_size": 8%s}""".formatted(ofNetwork));
        JsonNode process = json("""
                {"schedule": "linear", "n_timestep": %d, "linear_start": 0.01, "linear_end": 0.5%s}""".formatted(steps, ofProcess));
        Safetensors weights = new Safetensors(
                RandomTensors.of(
                        Sr3UNet.of(network).inference(ScalarType.FLOAT32).parameters(), seed),
                Map.of());
        return new ModelBundle(
                new ModelDescription(
                        "random-sr3",
                        "sr3",
                        2,
                        new ModelDescription.Network("sr3-unet", 16, 1, steps, null),
                        new ModelDescription.Chain(new double[0], 0, "NOISE"),
                        new ModelDescription.Weights(Sha256.of(weights.encode()), 0),
                        null,
                        null,
                        null,
                        new ModelDescription.WholeImage(network, process, null)),
                weights);
    }

    /** The first bundle with the codec, and the weights, of the second as well. */
    static ModelBundle withCodecOf(ModelBundle bundle, ModelBundle other) {
        ModelDescription.WholeImage whole =
                Objects.requireNonNull(bundle.description().wholeImage());
        ModelDescription.WholeImage codec =
                Objects.requireNonNull(other.description().wholeImage());
        return new ModelBundle(
                described(
                        bundle.description(),
                        bundle.description().system(),
                        new ModelDescription.WholeImage(whole.network(), whole.process(), codec.codec())),
                other.weights());
    }

    /** The same bundle of another system. */
    static ModelBundle ofSystem(String system, ModelBundle bundle) {
        ModelDescription.WholeImage whole =
                Objects.requireNonNull(bundle.description().wholeImage());
        return new ModelBundle(described(bundle.description(), system, whole), bundle.weights());
    }

    private static ModelBundle bundle(
            String system, ShiftSchedule schedule, JsonNode network, JsonNode codec, long seed) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(RandomTensors.of(
                SwinUNet.of(network).inference(ScalarType.FLOAT32).parameters(), seed));
        if (codec.path("type").asText().equals("vq")) {
            RandomTensors.of(VqAutoencoder.of(codec).parameters(), seed + 1)
                    .forEach((name, tensor) -> tensors.put(
                            "autoencoder." + name,
                            new Tensor("autoencoder." + name, tensor.type(), tensor.shape(), tensor.data())));
        }
        Safetensors weights = new Safetensors(tensors, Map.of());
        ModelDescription description = new ModelDescription(
                "random-" + system,
                system,
                4,
                new ModelDescription.Network("swin-unet", 32, 1, schedule.steps(), null),
                new ModelDescription.Chain(schedule.etas(), schedule.kappa(), "CLEAN"),
                new ModelDescription.Weights(Sha256.of(weights.encode()), 0),
                null,
                null,
                null,
                new ModelDescription.WholeImage(network, json("{}"), codec));
        return new ModelBundle(description, weights);
    }

    private static ModelDescription described(
            ModelDescription from, String system, ModelDescription.@Nullable WholeImage whole) {
        return new ModelDescription(
                from.name(),
                system,
                from.scale(),
                from.network(),
                from.process(),
                from.weights(),
                null,
                null,
                null,
                whole);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
