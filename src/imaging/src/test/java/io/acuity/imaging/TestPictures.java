package io.acuity.imaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Draws pictures of any kind from a seed. */
public final class TestPictures {
    private TestPictures() {}

    /** Noise in every plane, in levels of the bit depth. */
    public static Picture noise(long seed, int width, int height, int channels, int bitDepth) {
        Random random = new Random(seed);
        List<Plane> planes = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            Plane plane = new Plane(width, height);
            for (int i = 0; i < plane.samples().length; i++) {
                plane.samples()[i] = (short) (bitDepth == 8 ? random.nextInt(256) * 257 : random.nextInt(65536));
            }
            planes.add(plane);
        }
        Plane alpha = channels % 2 == 0 ? planes.removeLast() : null;
        return new Picture(planes, alpha, bitDepth);
    }

    /** Soft waves with a little grain: compresses like a photograph. */
    public static Picture waves(long seed, int width, int height, int channels) {
        Random random = new Random(seed);
        List<Plane> planes = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            double phase = random.nextDouble() * 6;
            Plane plane = new Plane(width, height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double wave =
                            Math.sin(phase + x * 0.05) * Math.cos(y * 0.043) + Math.sin(x * 0.31 + y * 0.17) * 0.2;
                    int level = (int) (127 + 95 * wave + random.nextInt(4));
                    plane.set(x, y, Math.clamp(level, 0, 255) * 257);
                }
            }
            planes.add(plane);
        }
        Plane alpha = channels % 2 == 0 ? planes.removeLast() : null;
        return new Picture(planes, alpha, 8);
    }

    /** Alpha of a picture that must have one. */
    public static Plane alpha(Picture picture) {
        return Objects.requireNonNull(picture.alpha(), "The picture has no alpha.");
    }

    /** All planes of a picture, alpha last. */
    public static List<Plane> planes(Picture picture) {
        List<Plane> planes = new ArrayList<>(picture.colour());
        Plane alpha = picture.alpha();
        if (alpha != null) {
            planes.add(alpha);
        }
        return planes;
    }
}
