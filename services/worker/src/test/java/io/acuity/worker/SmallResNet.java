package io.acuity.worker;

import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.dino.ResNet;
import io.acuity.networks.graph.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A residual network of two blocks with random weights, as a bundle among the user's models. */
final class SmallResNet {
    private static final String DESCRIPTION = """
            {"name": "dino-resnet50", "system": "dino-resnet50", "scale": 1,
             "network": {"type": "dino-resnet50", "width": 0, "blocks": 0, "steps": 0},
             "process": {"etas": [], "kappa": 0.0, "target": "NONE"},
             "weights": {"sha256": "HASH", "parameters": 0},
             "wholeImage": {"network": {"stem": 4, "blocks": [1, 1], "classes": 0}, "process": {}}}
            """;

    private SmallResNet() {}

    /** Installs it below {@code folder} and gives the folder of models. */
    static Path installed(Path folder) throws IOException {
        Random random = new Random(7);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : new ResNet(4, List.of(1, 1), 0).parameters()) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            String name = parameter.name();
            boolean one = parameter.shape().size() == 1 && !name.endsWith("bias") && !name.endsWith("mean");
            for (int i = 0; i < values.length; i++) {
                values[i] = one ? 1 : (float) random.nextGaussian() * 0.2f;
            }
            tensors.put(name, Tensor.ofFloats(name, parameter.shape(), values));
        }
        byte[] weights = new Safetensors(tensors, Map.of()).encode();
        Path home = Files.createDirectories(folder.resolve("models/dino-resnet50"));
        Files.write(home.resolve(ModelBundle.WEIGHTS_FILE), weights);
        Files.writeString(home.resolve(ModelBundle.DESCRIPTION_FILE), DESCRIPTION.replace("HASH", Sha256.of(weights)));
        return folder.resolve("models");
    }
}
