package io.acuity.networks.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.idm.Idm;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.networks.srdiff.SrDiff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Small networks of the Gaussian systems with seeded random weights, which cost what trained ones of their size do. All have
 * 32 channels at full size, four levels of 1, 2, 4 and 4 times as many, and a cosine schedule of as many steps.
 */
final class RandomBundles {
    private static final int WIDTH = 32;
    private static final List<Integer> MULTIPLIERS = List.of(1, 2, 4, 4);
    private static final int SCALE = 4;
    private static final int IMAGE_SIZE = 128;
    private static final int ENCODER_BLOCKS = 8;

    private final int steps;
    private final long seed;

    RandomBundles(int steps, long seed) {
        this.steps = steps;
        this.seed = seed;
    }

    /** One of each system, in the order of their publication. */
    List<ModelBundle> all() {
        Sr3UNet unet = Sr3UNet.rgb(WIDTH, MULTIPLIERS, 1, List.of(16), IMAGE_SIZE);
        SrDiff srDiff = new SrDiff(WIDTH, ENCODER_BLOCKS, WIDTH / 2, WIDTH, MULTIPLIERS, SCALE, 0, false, false);
        Idm idm = new Idm(unet, ENCODER_BLOCKS, WIDTH, SCALE);
        return List.of(
                bundle("sr3", unet.config(), unet.inference(ScalarType.FLOAT32).parameters(), process("image")),
                bundle("srdiff", srDiff.config(), srDiff.parameters(), process("doubled_residual")),
                bundle("idm", idm.config(), idm.parameters(), process("image")));
    }

    private ObjectNode process(String domain) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schedule", "cosine")
                .put("n_timestep", steps)
                .put("domain", domain);
    }

    private ModelBundle bundle(String system, JsonNode network, List<Parameter> parameters, JsonNode process) {
        Safetensors weights = new Safetensors(weights(parameters), Map.of());
        long count = parameters.stream().mapToLong(Parameter::size).sum();
        return new ModelBundle(
                new ModelDescription(
                        "random-" + system,
                        system,
                        SCALE,
                        new ModelDescription.Network(system, WIDTH, 1, steps, null),
                        new ModelDescription.Chain(new double[0], 0, "NOISE"),
                        new ModelDescription.Weights(Sha256.of(weights.encode()), count),
                        null,
                        null,
                        null,
                        new ModelDescription.WholeImage(network, process, null)),
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
