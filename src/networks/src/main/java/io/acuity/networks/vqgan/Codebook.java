package io.acuity.networks.vqgan;

import io.acuity.imaging.FloatImage;

/** The codes that latents are replaced by. Safe for use by several threads. */
final class Codebook {
    private final int count;
    private final int channels;
    /** Channel by channel, so that neighbouring codes are neighbours in memory. */
    private final float[] values;

    /** Creates a codebook from {@code [count, channels]} values. */
    Codebook(int count, int channels, float[] codes) {
        this.count = count;
        this.channels = channels;
        this.values = new float[count * channels];
        for (int code = 0; code < count; code++) {
            for (int channel = 0; channel < channels; channel++) {
                values[channel * count + code] = codes[code * channels + channel];
            }
        }
    }

    /** Each pixel replaced by the code at the smallest squared distance; of equally near ones, the first. */
    FloatImage quantise(FloatImage latent) {
        if (latent.channels() != channels) {
            throw new IllegalArgumentException(
                    "Codes of " + channels + " values cannot replace pixels of " + latent.channels() + ".");
        }
        int plane = latent.height() * latent.width();
        FloatImage quantised = FloatImage.zeros(channels, latent.height(), latent.width());
        float[] distances = new float[count];
        for (int pixel = 0; pixel < plane; pixel++) {
            int code = nearest(latent.values(), pixel, plane, distances);
            for (int channel = 0; channel < channels; channel++) {
                quantised.values()[channel * plane + pixel] = values[channel * count + code];
            }
        }
        return quantised;
    }

    private int nearest(float[] latent, int pixel, int plane, float[] distances) {
        java.util.Arrays.fill(distances, 0);
        for (int channel = 0; channel < channels; channel++) {
            addSquares(latent[channel * plane + pixel], channel * count, distances);
        }
        int nearest = 0;
        for (int code = 1; code < count; code++) {
            if (distances[code] < distances[nearest]) {
                nearest = code;
            }
        }
        return nearest;
    }

    private void addSquares(float value, int from, float[] distances) {
        for (int code = 0; code < count; code++) {
            float difference = value - values[from + code];
            distances[code] += difference * difference;
        }
    }
}
