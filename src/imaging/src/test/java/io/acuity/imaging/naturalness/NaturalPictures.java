package io.acuity.imaging.naturalness;

import io.acuity.imaging.metrics.Luma;
import java.util.Random;

/** Draws pictures with the statistics of photographs: overlapping discs of all sizes ("dead leaves"), softly shaded. */
final class NaturalPictures {
    private static final double LEAST_RADIUS = 2;
    private static final double GREATEST_RADIUS = 60;

    private NaturalPictures() {}

    static Luma leaves(long seed, int width, int height) {
        Random random = new Random(seed);
        double[] values = new double[width * height];
        for (int leaf = 0; leaf < width * height / 20; leaf++) {
            // The density falls with the cube of the radius, which makes the picture look alike at every scale.
            double u = random.nextDouble();
            double radius =
                    1 / Math.sqrt(u / (LEAST_RADIUS * LEAST_RADIUS) + (1 - u) / (GREATEST_RADIUS * GREATEST_RADIUS));
            double level = 40 + 170 * random.nextDouble();
            double slope = (random.nextDouble() - 0.5) * 40 / radius;
            paint(
                    values,
                    width,
                    new Leaf(random.nextDouble() * width, random.nextDouble() * height, radius),
                    (dx, dy) -> level + slope * (dx + dy));
        }
        return noisy(new Luma(width, height, blurred(values, width, 0.6)), seed, 1);
    }

    static Luma noisy(Luma luma, long seed, double deviation) {
        Random random = new Random(seed);
        double[] values = luma.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i] + deviation * random.nextGaussian(), 0, 255);
        }
        return new Luma(luma.width(), luma.height(), values);
    }

    static Luma blurred(Luma luma, double deviation) {
        return new Luma(luma.width(), luma.height(), blurred(luma.values(), luma.width(), deviation));
    }

    private record Leaf(double x, double y, double radius) {}

    private interface Shade {
        double at(double dx, double dy);
    }

    private static void paint(double[] values, int width, Leaf leaf, Shade shade) {
        int height = values.length / width;
        int reach = (int) Math.ceil(leaf.radius());
        for (int y = Math.max(0, (int) leaf.y() - reach); y < Math.min(height, (int) leaf.y() + reach + 1); y++) {
            for (int x = Math.max(0, (int) leaf.x() - reach); x < Math.min(width, (int) leaf.x() + reach + 1); x++) {
                double dx = x - leaf.x();
                double dy = y - leaf.y();
                if (dx * dx + dy * dy <= leaf.radius() * leaf.radius()) {
                    values[y * width + x] = shade.at(dx, dy);
                }
            }
        }
    }

    private static double[] blurred(double[] values, int width, double deviation) {
        int radius = (int) Math.ceil(3 * deviation);
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            weights[k + radius] = Math.exp(-k * k / (2 * deviation * deviation));
            sum += weights[k + radius];
        }
        int height = values.length / width;
        double[] rows = new double[values.length];
        double[] both = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            for (int k = -radius; k <= radius; k++) {
                int x = Math.clamp(i % width + k, 0, width - 1);
                rows[i] += weights[k + radius] / sum * values[i / width * width + x];
            }
        }
        for (int i = 0; i < values.length; i++) {
            for (int k = -radius; k <= radius; k++) {
                int y = Math.clamp(i / width + k, 0, height - 1);
                both[i] += weights[k + radius] / sum * rows[y * width + i % width];
            }
        }
        return both;
    }
}
