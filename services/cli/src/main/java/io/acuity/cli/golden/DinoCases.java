package io.acuity.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.npy.NpyArray;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.dino.ClassAttention;
import io.acuity.networks.dino.ResNet;
import io.acuity.networks.dino.ResNetFeatures;
import io.acuity.networks.dino.StageOutputs;
import io.acuity.networks.dino.VisionTransformer;
import io.acuity.networks.dino.VisionTransformerBackbone;
import io.acuity.networks.graph.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** The networks of DINO: class attention of a vision transformer, stages and features of ResNet-50. */
final class DinoCases {
    private static final String WEIGHTS = "weights.pth";

    private DinoCases() {}

    static Verdict visionTransformer(GoldenCase recorded) {
        JsonNode config = recorded.meta().path("config");
        Map<String, Tensor> weights = WeightFiles.read(recorded.folder().resolve(WEIGHTS), StateDictNames.DINO_VIT);
        NpyArray x = recorded.array("x");
        try (VisionTransformerBackbone backbone =
                VisionTransformerBackbone.load("golden", VisionTransformer.of(config), weights)) {
            ClassAttention attention = backbone.attend(
                    x.toFloats(), x.shape().get(0), x.shape().get(2), x.shape().get(3));
            List<Check> checks = new ArrayList<>();
            checks.add(recorded.compare("attn_cls", attention.maps()));
            if (recorded.has("features")) {
                checks.add(recorded.compare("features", attention.features()));
            }
            return new Verdict.Compared(checks);
        }
    }

    static Verdict resNet50(GoldenCase recorded) {
        NpyArray x = recorded.array("x");
        List<Check> checks = new ArrayList<>();
        try (ResNetFeatures network = ResNetFeatures.load(ResNet.fifty(), resNet50Weights(recorded))) {
            StageOutputs outputs = network.compute(new FloatImage(
                    3, x.shape().get(2), x.shape().get(3), x.slice(0).toFloats()));
            checks.add(recorded.compare("features", outputs.features()));
            for (int i = 0; i < outputs.stages().size(); i++) {
                String name = "layer" + (i + 1);
                if (recorded.has(name)) {
                    checks.add(recorded.compare(
                            name,
                            firstChannels(
                                    outputs.stages().get(i),
                                    recorded.array(name).shape().get(1))));
                }
            }
        }
        return new Verdict.Compared(checks);
    }

    private static Map<String, Tensor> resNet50Weights(GoldenCase recorded) {
        if (Files.isRegularFile(recorded.folder().resolve(WEIGHTS))) {
            return WeightFiles.read(recorded.folder().resolve(WEIGHTS), StateDictNames.DINO_RESNET50);
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : ResNet.fifty().stages().parameters()) {
            weights.put(parameter.name(), Tensor.ofFloats(parameter.name(), parameter.shape(), byFormula(parameter)));
        }
        return weights;
    }

    /** The recorded case's formula: pseudo-random numbers from the parameter's name and the flat index. */
    private static float[] byFormula(Parameter parameter) {
        CRC32 crc = new CRC32();
        crc.update(parameter.name().getBytes(StandardCharsets.UTF_8));
        float[] values = new float[Math.toIntExact(parameter.size())];
        for (int i = 0; i < values.length; i++) {
            double u = ((crc.getValue() + i * 2654435761L) & 0xFFFFFFFFL) / 4294967296.0;
            values[i] = (float) byFormula(parameter, u);
        }
        return values;
    }

    private static double byFormula(Parameter parameter, double u) {
        if (parameter.name().endsWith("running_var")) {
            return 0.75 + 0.5 * u;
        }
        if (parameter.name().endsWith("running_mean")) {
            return 0.2 * (u - 0.5);
        }
        if (parameter.shape().size() == 1) {
            return (parameter.name().endsWith("weight") ? 1 : 0) + 0.2 * (u - 0.5);
        }
        return 3
                * (u - 0.5)
                / Math.sqrt((double) parameter.size() / parameter.shape().get(0));
    }

    private static float[] firstChannels(FloatImage stage, int channels) {
        return Arrays.copyOf(stage.values(), channels * stage.height() * stage.width());
    }
}
