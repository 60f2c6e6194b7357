package io.acuity.worker;

import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.residualshift.ResidualCnn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** One-step models of scale 4 with small seeded random weights: they change bicubic enlargement visibly, and little. */
final class SmallShiftBundles {
    static final String NAME = "small";
    private static final int BLOCKS = 2;
    private static final String DESCRIPTION = """
            {"name": "small", "system": "residual-shift", "scale": 4,
             "network": {"type": "residual-cnn", "width": WIDTH, "blocks": 2, "steps": 1},
             "process": {"etas": [1.0], "kappa": 0.0, "target": "RESIDUAL"},
             "weights": {"sha256": "HASH", "parameters": 0}}
            """;

    private SmallShiftBundles() {}

    /** A bundle of width 8. */
    static ModelBundle of(long seed) {
        return of(8, seed, UnaryOperator.identity());
    }

    /** A bundle with something done to the weights of each tensor. */
    static ModelBundle of(int width, long seed, UnaryOperator<float[]> change) {
        Files files = files(width, seed, change);
        return ModelBundle.parse(files.description(), files.weights(), "a small bundle");
    }

    /** The two files of a bundle, also of one that nobody would accept. */
    record Files(byte[] description, byte[] weights) {
        String sha256() {
            return Sha256.of(weights);
        }

        byte[] archive() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry(ModelBundle.DESCRIPTION_FILE));
                zip.write(description);
                zip.putNextEntry(new ZipEntry(ModelBundle.WEIGHTS_FILE));
                zip.write(weights);
            }
            return bytes.toByteArray();
        }
    }

    static Files files(int width, long seed, UnaryOperator<float[]> change) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : new ResidualCnn(width, BLOCKS, 1, 4)
                .inference(ScalarType.FLOAT32)
                .parameters()) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.04f;
            }
            tensors.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), change.apply(values)));
        }
        byte[] weights = new Safetensors(tensors, Map.of()).encode();
        String description = DESCRIPTION.replace("WIDTH", String.valueOf(width)).replace("HASH", Sha256.of(weights));
        return new Files(description.getBytes(StandardCharsets.UTF_8), weights);
    }
}
