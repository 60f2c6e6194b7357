package io.acuity.attention;

import io.acuity.imaging.FloatImage;
import java.util.Random;

/** Draws images for tests. */
public final class Images {
    private Images() {}

    /** One value everywhere, {@code [3, h, w]}. */
    public static FloatImage constant(int height, int width, float value) {
        FloatImage image = FloatImage.zeros(3, height, width);
        java.util.Arrays.fill(image.values(), value);
        return image;
    }

    /** Noise in [0, 1], {@code [3, h, w]}. */
    public static FloatImage noise(long seed, int height, int width) {
        Random random = new Random(seed);
        FloatImage image = FloatImage.zeros(3, height, width);
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] = random.nextFloat();
        }
        return image;
    }

    /** Grey, the value of each pixel given by a function of row and column. */
    public static FloatImage grey(int height, int width, Pixel pixel) {
        FloatImage image = FloatImage.zeros(3, height, width);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    image.values()[(c * height + y) * width + x] = pixel.at(y, x);
                }
            }
        }
        return image;
    }

    /** Value of a pixel. */
    @FunctionalInterface
    public interface Pixel {
        /** The value at row {@code y}, column {@code x}. */
        float at(int y, int x);
    }
}
