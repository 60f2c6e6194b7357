package io.acuity.networks.residualshift;

import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Bundles of the real network with seeded random weights, small enough for tests. */
public final class RandomBundles {
    private RandomBundles() {}

    /** A bundle of {@code width} channels and two blocks. */
    public static ModelBundle of(int width, int steps, double kappa, long seed) {
        ResidualCnn network = new ResidualCnn(width, 2, steps, 4);
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : network.inference(ScalarType.FLOAT32).parameters()) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.05f;
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), values));
        }
        Safetensors weights = new Safetensors(tensors, Map.of());
        ShiftSchedule schedule = ShiftSchedule.resShift(steps, 0.04, 0.99, 0.3, kappa);
        ModelDescription description = new ModelDescription(
                "random",
                "residual-shift",
                4,
                new ModelDescription.Network("residual-cnn", width, 2, steps, null),
                new ModelDescription.Chain(schedule.etas(), kappa, "RESIDUAL"),
                new ModelDescription.Weights(Sha256.of(weights.encode()), 0),
                null,
                null,
                null,
                null);
        return new ModelBundle(description, weights);
    }
}
