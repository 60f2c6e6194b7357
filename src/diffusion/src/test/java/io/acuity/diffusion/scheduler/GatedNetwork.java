package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.GatedBatch;
import io.acuity.diffusion.GatedDenoiser;
import io.acuity.diffusion.TileBatch;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A mask-gated network small enough to be written down: the encoder is one 3×3 layer, the trunk two, with a bias between them
 * and the mask after each, so that both have a finite radius and a wrong halo or an open gate matters.
 */
final class GatedNetwork implements GatedDenoiser {
    static final int FACTOR = 2;
    private static final int FEATURES = 2;

    private final AtomicLong pixels = new AtomicLong();

    /** Latent pixels the trunk has computed. */
    long pixels() {
        return pixels.get();
    }

    @Override
    public int channels() {
        return 3 * FACTOR * FACTOR;
    }

    @Override
    public int featureChannels() {
        return FEATURES;
    }

    @Override
    public int encoderRadius() {
        return 1;
    }

    @Override
    public int trunkRadius() {
        return 2;
    }

    @Override
    public void encode(TileBatch image, FloatBuffer features) {
        int plane = image.width() * image.height();
        for (int n = 0; n < image.size(); n++) {
            for (int f = 0; f < FEATURES; f++) {
                float[] colour = values(image.lowRes(), n * 3 + f, plane);
                float[] upsampled = values(image.state(), n * channels() + 5 * f, plane);
                for (int i = 0; i < plane; i++) {
                    colour[i] += 0.5f * upsampled[i];
                }
                features.put((n * FEATURES + f) * plane, LocalNetwork.convolve(colour, image.width()));
            }
        }
    }

    @Override
    public void refine(GatedBatch batch, FloatBuffer prediction) {
        int plane = batch.width() * batch.height();
        pixels.addAndGet((long) batch.size() * plane);
        for (int n = 0; n < batch.size(); n++) {
            float[] active = values(batch.masks(), 2 * n, plane);
            float[] fresh = values(batch.masks(), 2 * n + 1, plane);
            for (int channel = 0; channel < channels(); channel++) {
                float[] hidden = values(batch.state(), n * channels() + channel, plane);
                float[] feature = values(batch.features(), n * FEATURES + channel % FEATURES, plane);
                for (int i = 0; i < plane; i++) {
                    hidden[i] = active[i] * (0.7f * hidden[i] + 0.4f * feature[i] + 0.2f * fresh[i]);
                }
                hidden = LocalNetwork.convolve(hidden, batch.width());
                for (int i = 0; i < plane; i++) {
                    hidden[i] = active[i] * (float) Math.sin(2 * hidden[i] + 0.3 * (batch.steps()[n] + channel) + 0.5);
                }
                hidden = LocalNetwork.convolve(hidden, batch.width());
                for (int i = 0; i < plane; i++) {
                    hidden[i] *= active[i];
                }
                prediction.put((n * channels() + channel) * plane, hidden);
            }
        }
    }

    private static float[] values(FloatBuffer buffer, int plane, int length) {
        float[] values = new float[length];
        buffer.get(plane * length, values);
        return values;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
