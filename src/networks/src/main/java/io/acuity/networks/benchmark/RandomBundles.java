package io.acuity.networks.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.idm.Guidance;
import io.acuity.networks.idm.Idm;
import io.acuity.networks.resshift.SwinUNet;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.networks.srdiff.SrDiff;
import io.acuity.networks.vqgan.VqAutoencoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Small networks of the Gaussian systems with seeded random weights, which cost what trained ones of their size do. All have
 * 32 channels at the size they work at and four levels of 1, 2, 4 and 4 times as many; pixels have a cosine schedule of as many
 * steps, ResShift's latents, four times smaller than the result, its own.
 */
final class RandomBundles {
    private static final int WIDTH = 32;
    private static final List<Integer> MULTIPLIERS = List.of(1, 2, 4, 4);
    private static final int SCALE = 4;
    private static final int IMAGE_SIZE = 128;
    private static final int ENCODER_BLOCKS = 8;
    private static final String SWIN = """
            {"image_size": 32, "in_channels": 3, "model_channels": 32, "out_channels": 3, "lq_size": 32,
             "attention_resolutions": [32, 16, 8, 4], "channel_mult": [1, 2, 4, 4], "num_res_blocks": [1, 1, 1, 1],
             "num_head_channels": 16, "use_scale_shift_norm": true, "swin_embed_dim": 32, "window_size": 8}
            """;
    private static final String AUTOENCODER = """
            {"embed_dim": 3, "n_embed": 512, "ddconfig": {"double_z": false, "z_channels": 3, "resolution": 256,
             "in_channels": 3, "out_ch": 3, "ch": 32, "ch_mult": [1, 2, 4], "num_res_blocks": 1, "attn_resolutions": []}}
            """;
    private static final double LEAST_NOISE = 0.2;
    private static final double ETAS_END = 0.99;
    private static final double POWER = 0.3;
    private static final double KAPPA = 2;

    private final int steps;
    private final long seed;

    RandomBundles(int steps, long seed) {
        this.steps = steps;
        this.seed = seed;
    }

    /** One of each system, in the order of their publication but for ResShift, whose chain is of another kind. */
    List<ModelBundle> all() {
        return List.of(sr3(), srDiff(), idm(), resShift());
    }

    ModelBundle sr3() {
        Sr3UNet unet = unet();
        return bundle("sr3", unet.config(), unet.inference(ScalarType.FLOAT32).parameters(), process("image"));
    }

    private static Sr3UNet unet() {
        return Sr3UNet.rgb(WIDTH, MULTIPLIERS, 1, List.of(16), IMAGE_SIZE);
    }

    ModelBundle srDiff() {
        SrDiff network = new SrDiff(WIDTH, ENCODER_BLOCKS, WIDTH / 2, WIDTH, MULTIPLIERS, SCALE, 0, false, false);
        return bundle("srdiff", network.config(), network.parameters(), process("doubled_residual"));
    }

    ModelBundle idm() {
        Idm network = new Idm(unet(), ENCODER_BLOCKS, WIDTH, SCALE, Guidance.PYRAMID);
        return bundle("idm", network.config(), network.parameters(), process("image"));
    }

    ModelBundle resShift() {
        JsonNode network = parse(SWIN);
        JsonNode autoencoder = parse(AUTOENCODER);
        Map<String, Tensor> tensors =
                weights(SwinUNet.of(network).inference(ScalarType.FLOAT32).parameters());
        weights(VqAutoencoder.of(autoencoder).parameters())
                .forEach((name, tensor) -> tensors.put(WholeImageModels.AUTOENCODER + name, tensor));
        double[] etas = ShiftSchedule.resShift(steps, LEAST_NOISE, ETAS_END, POWER, KAPPA)
                .etas();
        return bundle(
                "resshift",
                new ModelDescription.Chain(etas, KAPPA, "CLEAN"),
                new ModelDescription.WholeImage(network, JsonNodeFactory.instance.objectNode(), autoencoder),
                tensors);
    }

    private static JsonNode parse(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A configuration written in this class is no JSON.", e);
        }
    }

    private ObjectNode process(String domain) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schedule", "cosine")
                .put("n_timestep", steps)
                .put("domain", domain);
    }

    private ModelBundle bundle(String system, JsonNode network, List<Parameter> parameters, JsonNode process) {
        return bundle(
                system,
                new ModelDescription.Chain(new double[0], 0, "NOISE"),
                new ModelDescription.WholeImage(network, process, null),
                weights(parameters));
    }

    private ModelBundle bundle(
            String system,
            ModelDescription.Chain chain,
            ModelDescription.WholeImage whole,
            Map<String, Tensor> tensors) {
        Safetensors weights = new Safetensors(tensors, Map.of());
        long count = tensors.values().stream()
                .mapToLong(tensor -> tensor.floats().length)
                .sum();
        return new ModelBundle(
                new ModelDescription(
                        "random-" + system,
                        system,
                        SCALE,
                        new ModelDescription.Network(system, WIDTH, 1, steps, null),
                        chain,
                        new ModelDescription.Weights(Sha256.of(weights.encode()), count),
                        null,
                        null,
                        null,
                        whole),
                weights);
    }

    /** Weights that keep the size of what they are applied to; norms as the identity, no biases. */
    private Map<String, Tensor> weights(List<Parameter> parameters) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            boolean vector = parameter.shape().size() == 1;
            boolean norm = vector && parameter.name().endsWith(".weight");
            double deviation = Math.sqrt((double) parameter.shape().get(0) / parameter.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = vector ? (norm ? 1f : 0f) : (float) (random.nextGaussian() * deviation);
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        return tensors;
    }
}
