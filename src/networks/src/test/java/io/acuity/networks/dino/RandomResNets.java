package io.acuity.networks.dino;

import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Seeded random weights of residual networks, with variances that keep activations in range at any depth. */
public final class RandomResNets {
    private RandomResNets() {}

    /** A whole checkpoint. */
    public static Map<String, Tensor> weights(ResNet network, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) value(parameter, random.nextGaussian());
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        return tensors;
    }

    private static double value(Parameter parameter, double gaussian) {
        String name = parameter.name();
        if (parameter.shape().size() > 1) {
            double inputs = (double) parameter.size() / parameter.shape().get(0);
            return gaussian * Math.sqrt(2 / inputs);
        }
        if (name.endsWith("running_var")) {
            return 1 + 0.2 * Math.abs(gaussian);
        }
        double centre = name.endsWith("bn3.weight") ? 0.3 : name.endsWith(".weight") ? 1 : 0;
        return centre + 0.1 * gaussian;
    }
}
