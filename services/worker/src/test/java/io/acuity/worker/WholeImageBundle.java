package io.acuity.worker;

import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.resshift.SwinUNet;
import io.acuity.networks.vqgan.VqAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A small ResShift by 4 with an f4 autoencoder and seeded random weights, written as a bundle. */
final class WholeImageBundle {
    private static final String DESCRIPTION = """
            {"name": "random-resshift", "system": "resshift", "scale": 4,
             "network": {"type": "swin-unet", "width": 32, "blocks": 1, "steps": 3},
             "process": {"etas": [0.04, 0.4, 0.98], "kappa": 2.0, "target": "CLEAN"},
             "weights": {"sha256": "HASH", "parameters": 0},
             "wholeImage": {
               "network": {"image_size": 8, "in_channels": 3, "model_channels": 32, "out_channels": 3,
                 "attention_resolutions": [8], "channel_mult": [1], "num_res_blocks": [1], "num_head_channels": 16,
                 "swin_embed_dim": 32, "window_size": 4, "mlp_ratio": 1, "lq_size": 8},
               "process": {"chop_size": 0},
               "codec": {"type": "vq", "z_channels": 3, "resolution": 32, "in_channels": 3, "out_ch": 3, "ch": 32,
                 "ch_mult": [1, 1, 1], "num_res_blocks": 1, "attn_resolutions": [], "n_embed": 32, "embed_dim": 3}}}
            """;

    private WholeImageBundle() {}

    static void write(Path folder) throws IOException {
        Random random = new Random(1);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        network().inference(ScalarType.FLOAT32).parameters().forEach(parameter -> put(tensors, "", parameter, random));
        autoencoder().parameters().forEach(parameter -> put(tensors, "autoencoder.", parameter, random));
        byte[] weights = new Safetensors(tensors, Map.of()).encode();
        Files.write(folder.resolve(ModelBundle.WEIGHTS_FILE), weights);
        Files.writeString(
                folder.resolve(ModelBundle.DESCRIPTION_FILE), DESCRIPTION.replace("HASH", Sha256.of(weights)));
    }

    private static void put(Map<String, Tensor> tensors, String prefix, Parameter parameter, Random random) {
        float[] values = new float[Math.toIntExact(parameter.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.1f;
        }
        String name = prefix + parameter.name();
        tensors.put(name, Tensor.ofFloats(name, parameter.shape(), values));
    }

    private static SwinUNet network() {
        return new SwinUNet(
                8,
                3,
                32,
                3,
                List.of(1.0),
                List.of(1),
                Set.of(8),
                true,
                false,
                false,
                new SwinUNet.Attention(2, 32, 2, 4, 32, false),
                new SwinUNet.Condition(8, 3));
    }

    private static VqAutoencoder autoencoder() {
        return new VqAutoencoder(
                3, 3, 32, List.of(1, 1, 1), List.of(1, 1, 1), 32, Set.of(), true, 3, new VqAutoencoder.Codes(32, 3));
    }
}
