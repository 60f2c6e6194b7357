package io.acuity.cli.bench;

import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Checkpoints near another one: as good as it, and different in their results. */
final class PerturbedBundles {
    /** Share of a weight's size that is added as noise: results differ by a few grey levels, PSNR hardly. */
    private static final float NOISE = 0.03f;

    private PerturbedBundles() {}

    /** The bundle with seeded noise on its weights. */
    static ModelBundle of(ModelBundle bundle, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        bundle.weights().tensors().forEach((name, tensor) -> {
            float[] values = tensor.floats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 1 + NOISE * (float) random.nextGaussian();
            }
            tensors.put(name, Tensor.ofFloats(name, tensor.shape(), values));
        });
        Safetensors weights = new Safetensors(tensors, Map.of("format", "pt"));
        ModelDescription like = bundle.description();
        return new ModelBundle(
                new ModelDescription(
                        like.name(),
                        like.system(),
                        like.scale(),
                        like.network(),
                        like.process(),
                        new ModelDescription.Weights(
                                Sha256.of(weights.encode()), like.weights().parameters()),
                        null,
                        null,
                        null,
                        like.wholeImage()),
                weights);
    }
}
