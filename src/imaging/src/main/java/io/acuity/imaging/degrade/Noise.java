package io.acuity.imaging.degrade;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.degrade.DegradationStep.GaussianNoise;
import io.acuity.imaging.degrade.DegradationStep.PoissonNoise;
import org.hipparchus.random.RandomDataGenerator;

/** The two kinds of noise. */
final class Noise {
    private static final int LEVELS = 255;
    private static final float RED = 0.2989f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private Noise() {}

    static FloatImage gaussian(FloatImage image, GaussianNoise noise) {
        RandomDataGenerator random = new RandomDataGenerator(noise.seed());
        int channels = noise.grey() ? 1 : image.channels();
        float[] drawn = new float[channels * image.height() * image.width()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) (random.nextGaussian() * noise.deviation() / LEVELS);
        }
        return added(image, drawn, 1);
    }

    /**
     * The picture, rounded to 8 bits, is taken for a count of light in as many levels as it has distinct values, rounded up
     * to a power of two.
     */
    static FloatImage poisson(FloatImage image, PoissonNoise noise) {
        RandomDataGenerator random = new RandomDataGenerator(noise.seed());
        FloatImage light = noise.grey() && image.channels() == 3 ? luma(image) : image;
        boolean[] seen = new boolean[LEVELS + 1];
        int[] rounded = new int[light.values().length];
        int distinct = 0;
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = Math.round(Math.clamp(light.values()[i], 0f, 1f) * LEVELS);
            distinct += seen[rounded[i]] ? 0 : 1;
            seen[rounded[i]] = true;
        }
        double counts = distinct <= 1 ? 1 : 2.0 * Integer.highestOneBit(distinct - 1);
        float[] drawn = new float[rounded.length];
        for (int i = 0; i < drawn.length; i++) {
            double expected = (double) rounded[i] / LEVELS;
            int counted = rounded[i] == 0 ? 0 : random.nextPoisson(expected * counts);
            drawn[i] = (float) (counted / counts - expected);
        }
        return added(image, drawn, (float) noise.strength());
    }

    /** Adds noise, of one channel to all or of each to its own, and clips to [0, 1]. */
    private static FloatImage added(FloatImage image, float[] noise, float strength) {
        float[] values = new float[image.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(image.values()[i] + strength * noise[i % noise.length], 0f, 1f);
        }
        return new FloatImage(image.channels(), image.height(), image.width(), values);
    }

    private static FloatImage luma(FloatImage rgb) {
        FloatImage luma = FloatImage.zeros(1, rgb.height(), rgb.width());
        int size = luma.values().length;
        for (int i = 0; i < size; i++) {
            luma.values()[i] =
                    RED * rgb.values()[i] + GREEN * rgb.values()[size + i] + BLUE * rgb.values()[2 * size + i];
        }
        return luma;
    }
}
