package io.acuity.cli.golden;

import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.resshift.SwinDenoiser;
import io.acuity.networks.resshift.SwinUNet;
import io.acuity.networks.vqgan.VqAutoencoder;
import io.acuity.networks.vqgan.VqCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Forward passes of ResShift's U-Net and of its autoencoder. */
final class NetworkCases {
    private NetworkCases() {}

    static Verdict swinUNet(GoldenCase recorded) {
        SwinUNet network = SwinUNet.of(recorded.meta().path("config"));
        List<FloatImage> states = recorded.images("x");
        List<FloatImage> lowRes = recorded.images("lq");
        double[] steps = recorded.array("timesteps").values();
        try (SwinDenoiser denoiser =
                SwinDenoiser.load(network, recorded.weights(StateDictNames.RESSHIFT), ScalarType.FLOAT32)) {
            float[] out = each(states.size(), i -> denoiser.predict(states.get(i), lowRes.get(i), (int) steps[i]));
            return new Verdict.Compared(List.of(recorded.compare("out", out)));
        }
    }

    static Verdict autoencoder(GoldenCase recorded) {
        VqAutoencoder network = VqAutoencoder.of(recorded.meta().path("config"));
        try (VqCodec codec = VqCodec.load(network, recorded.weights(StateDictNames.VQGAN))) {
            List<FloatImage> latents = recorded.images("z");
            List<Check> checks = new ArrayList<>();
            checks.add(recorded.compare("z", each(recorded.images("x"), codec::encode)));
            checks.add(recorded.compare("decoded", each(latents, codec::decode)));
            if (recorded.has("decoded_unquantized")) {
                checks.add(recorded.compare("decoded_unquantized", each(latents, codec::decodeQuantised)));
            }
            return new Verdict.Compared(checks);
        }
    }

    static float[] each(List<FloatImage> images, UnaryOperator<FloatImage> pass) {
        return each(images.size(), i -> pass.apply(images.get(i)));
    }

    static float[] each(int count, IntFunction<FloatImage> pass) {
        List<float[]> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(pass.apply(i).values());
        }
        int size = results.get(0).length;
        float[] all = new float[results.size() * size];
        for (int i = 0; i < results.size(); i++) {
            System.arraycopy(results.get(i), 0, all, i * size, size);
        }
        return all;
    }
}
