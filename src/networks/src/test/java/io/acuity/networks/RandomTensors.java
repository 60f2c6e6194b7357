package io.acuity.networks;

import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded random weights and images. */
public final class RandomTensors {
    private RandomTensors() {}

    /** Weights for all parameters: small, and about 1 where a norm scales. */
    public static Map<String, Tensor> of(List<Parameter> parameters, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            boolean scale = parameter.shape().size() == 1 && parameter.name().endsWith(".weight");
            for (int i = 0; i < values.length; i++) {
                values[i] = (scale ? 1f : 0f) + (float) random.nextGaussian() * 0.1f;
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        return tensors;
    }

    /** An image of unit Gaussians. */
    public static FloatImage image(int channels, int height, int width, long seed) {
        Random random = new Random(seed);
        FloatImage image = FloatImage.zeros(channels, height, width);
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] = (float) random.nextGaussian();
        }
        return image;
    }
}
