package io.acuity.networks.perceptual;

import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded random weights of LPIPS: variances that keep activations in range, linear layers that are not negative. */
public final class RandomPerceptualWeights {
    private RandomPerceptualWeights() {}

    /** Everything a program asks for. */
    public static Map<String, Tensor> of(PerceptualNet net, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : net.parameters()) {
            if (!parameter.name().startsWith("scaling_layer")) {
                tensors.put(parameter.name(), tensor(parameter, random));
            }
        }
        return PerceptualWeights.of(net, List.of(tensors));
    }

    private static Tensor tensor(Parameter parameter, Random random) {
        float[] values = new float[Math.toIntExact(parameter.size())];
        boolean linear = parameter.name().startsWith("lin");
        boolean bias = parameter.shape().size() == 1;
        double inputs = (double) parameter.size() / parameter.shape().get(0);
        double spread = bias ? 0.05 : Math.sqrt(2 / inputs);
        for (int i = 0; i < values.length; i++) {
            // Uniform numbers of the same deviation: a tenth of the time of Gaussians, of which VGG would need 15
            // million.
            double value = (2 * random.nextFloat() - 1) * Math.sqrt(3) * spread;
            values[i] = (float) (linear ? Math.abs(value) : value);
        }
        return Tensor.ofFloats(parameter.name(), parameter.shape(), values);
    }
}
