package io.acuity.training.loop;

import io.acuity.networks.graph.Parameter;
import java.util.SplittableRandom;

/**
 * Initial weights as a function of the seed and the parameter's name: convolutions by He et al. 2015 (normal with
 * variance 2 / fan-in), the last convolution of each residual branch and of the network at a tenth of that, so that the
 * network starts near its skip connections; biases and embeddings zero.
 */
final class InitialWeights {
    private static final float BRANCH_GAIN = 0.1f;

    private InitialWeights() {}

    static float[] of(Parameter parameter, long seed) {
        float[] values = new float[Math.toIntExact(parameter.size())];
        if (parameter.shape().size() != 4) {
            return values;
        }
        SplittableRandom random =
                new SplittableRandom(seed ^ ((long) parameter.name().hashCode() << 20));
        long fanIn = parameter.shape().get(1)
                * parameter.shape().get(2)
                * parameter.shape().get(3);
        boolean branchEnd =
                parameter.name().endsWith("conv2.weight") || parameter.name().endsWith("tail.weight");
        float deviation = (float) Math.sqrt(2.0 / fanIn) * (branchEnd ? BRANCH_GAIN : 1f);
        for (int i = 0; i < values.length; i++) {
            values[i] = deviation * (float) random.nextGaussian();
        }
        return values;
    }
}
