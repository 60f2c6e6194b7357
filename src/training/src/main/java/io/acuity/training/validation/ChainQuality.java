package io.acuity.training.validation;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSampler;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.metrics.Luma;
import io.acuity.imaging.metrics.Psnr;
import io.acuity.imaging.resample.Bicubic;
import io.acuity.networks.LoadedModel;
import io.acuity.networks.Models;
import io.acuity.networks.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * PSNR-Y (border of {@code scale} pixels cut, 8-bit LR images) of a chain after each of its steps, over held-out images.
 * Measured is the estimate x̂ of each step, or the state where the network predicts {@link Target#PREVIOUS}; the last
 * figure is that of the result. Owned by the calling thread, which becomes the device thread for the time.
 */
public final class ChainQuality {
    private final PictureDecoder decoder;

    /** Creates a measurement that reads images with {@code decoder}. */
    public ChainQuality(PictureDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Measures {@code bundle}.
     *
     * @param files HR images, at least one
     * @return mean PSNR-Y in dB after each step, first step first
     */
    public double[] measure(ModelBundle bundle, List<Path> files) {
        try (LoadedModel model = Models.load(bundle, Precision.AUTO)) {
            double[] sums = new double[model.process().steps()];
            for (Path file : files) {
                double[] steps = measure(model, PictureConversions.toRgb(decoder.decode(file)));
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += steps[i] / files.size();
                }
            }
            return sums;
        }
    }

    private static double[] measure(LoadedModel model, FloatImage original) {
        int scale = model.scale();
        FloatImage high = original.window(0, 0, original.width() / scale * scale, original.height() / scale * scale);
        FloatImage low = rounded(Bicubic.resize(high, high.height() / scale, high.width() / scale));
        FloatImage wide = Bicubic.resize(low, high.height(), high.width());
        PixelUnshuffle codec = new PixelUnshuffle(scale);
        float[] upsampled = codec.encode(signed(wide)).values();
        List<float[]> estimates = estimates(model, signed(low), upsampled);
        Luma truth = Luma.bt601(high).crop(scale);
        return estimates.stream()
                .map(estimate -> codec.decode(new FloatImage(3 * scale * scale, low.height(), low.width(), estimate)))
                .mapToDouble(estimate ->
                        Psnr.of(truth, Luma.bt601(rounded(unsigned(estimate))).crop(scale)))
                .toArray();
    }

    private static List<float[]> estimates(LoadedModel model, FloatImage low, float[] upsampled) {
        ShiftProcess process = model.process();
        List<float[]> estimates = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        ShiftSampler.Predictor network = (state, index) -> {
            float[] prediction = predict(model, low, state, index);
            estimates.add(process.target() == Target.RESIDUAL ? sum(prediction, upsampled) : prediction);
            return prediction;
        };
        new ShiftSampler(process).sample(upsampled, network, draw -> gaussian(random, upsampled.length));
        return estimates;
    }

    private static float[] predict(LoadedModel model, FloatImage low, float[] state, int index) {
        FloatBuffer prediction = direct(new float[state.length]);
        model.denoiser()
                .predict(
                        new TileBatch(
                                1, low.height(), low.width(), direct(state), direct(low.values()), new int[] {index}),
                        prediction);
        float[] values = new float[state.length];
        prediction.get(0, values);
        return values;
    }

    private static FloatBuffer direct(float[] values) {
        return ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(0, values);
    }

    private static FloatImage rounded(FloatImage image) {
        return mapped(image, value -> Math.round(Math.clamp(value, 0f, 1f) * 255f) / 255f);
    }

    private static FloatImage signed(FloatImage image) {
        return mapped(image, value -> 2 * value - 1);
    }

    private static FloatImage unsigned(FloatImage image) {
        return mapped(image, value -> (value + 1) / 2);
    }

    private static FloatImage mapped(FloatImage image, FloatFunction function) {
        FloatImage out = FloatImage.zeros(image.channels(), image.height(), image.width());
        for (int i = 0; i < out.values().length; i++) {
            out.values()[i] = function.apply(image.values()[i]);
        }
        return out;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] out = new float[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = a[i] + b[i];
        }
        return out;
    }

    private static float[] gaussian(SplittableRandom random, int count) {
        float[] noise = new float[count];
        for (int i = 0; i < count; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    @FunctionalInterface
    private interface FloatFunction {
        float apply(float value);
    }
}
