package io.acuity.imaging.degrade;

import io.acuity.imaging.FloatImage;
import java.util.Arrays;
import org.hipparchus.special.BesselJ;

/**
 * A square filter of odd side.
 *
 * @param side pixels a side
 * @param weights row by row; sum 1
 */
public record BlurKernel(int side, float[] weights) {
    /** Refuses even sides and other lengths. */
    public BlurKernel {
        if (side < 1 || side % 2 == 0 || weights.length != side * side) {
            throw new IllegalArgumentException("A blur kernel has an odd side and its square of weights, not " + side
                    + " and " + weights.length + ".");
        }
    }

    /**
     * An elliptic bell: with q the squared distance in units of the deviations, {@code exp(−q/2)} (Gaussian), {@code
     * exp(−q^power/2)} (generalised) or {@code 1/(1 + q^power)} (plateau).
     *
     * @param side odd number of pixels
     * @param shape deviations, rotation, family and power
     */
    public static BlurKernel bell(int side, Bell shape) {
        double cos = Math.cos(shape.rotation());
        double sin = Math.sin(shape.rotation());
        return of(side, (x, y) -> {
            double along = (x * cos + y * sin) / shape.along();
            double across = (y * cos - x * sin) / shape.across();
            return shape.family().at(along * along + across * across, shape.power());
        });
    }

    /**
     * The ideal low pass in two dimensions, cut to the square: rings around edges.
     *
     * @param side odd number of pixels
     * @param cutoff highest frequency kept, in radians a pixel, at most π
     */
    public static BlurKernel sinc(int side, double cutoff) {
        return of(side, (x, y) -> {
            double distance = Math.hypot(x, y);
            return distance == 0
                    ? cutoff * cutoff / (4 * Math.PI)
                    : cutoff * BesselJ.value(1, cutoff * distance) / (2 * Math.PI * distance);
        });
    }

    /**
     * The form of a bell.
     *
     * @param family how it falls
     * @param along deviation along its first axis, in pixels
     * @param across deviation along its second axis
     * @param rotation of the first axis from the rows, in radians
     * @param power of the generalised and plateau families; not used by the Gaussian
     */
    public record Bell(BlurFamily family, double along, double across, double rotation, double power) {
        /** Refuses deviations and powers that are not positive. */
        public Bell {
            if (!(along > 0) || !(across > 0) || !(power > 0)) {
                throw new IllegalArgumentException("Deviations and power of a blur are positive, not " + along + ", "
                        + across + " and " + power + ".");
            }
        }
    }

    @FunctionalInterface
    private interface Height {
        double at(int x, int y);
    }

    private static BlurKernel of(int side, Height height) {
        double[] heights = new double[side * side];
        double sum = 0;
        for (int i = 0; i < heights.length; i++) {
            heights[i] = height.at(i % side - side / 2, i / side - side / 2);
            sum += heights[i];
        }
        float[] weights = new float[heights.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (heights[i] / sum);
        }
        return new BlurKernel(side, weights);
    }

    /** Correlates each channel with the kernel. */
    FloatImage filter(FloatImage image) {
        int radius = side / 2;
        int paddedWidth = image.width() + 2 * radius;
        FloatImage result = FloatImage.zeros(image.channels(), image.height(), image.width());
        float[] sums = new float[image.width()];
        for (int c = 0; c < image.channels(); c++) {
            float[] padded = padded(image, c, radius);
            for (int y = 0; y < image.height(); y++) {
                Arrays.fill(sums, 0);
                for (int k = 0; k < weights.length; k++) {
                    addScaled(sums, padded, (y + k / side) * paddedWidth + k % side, weights[k]);
                }
                System.arraycopy(sums, 0, result.values(), (c * image.height() + y) * image.width(), image.width());
            }
        }
        return result;
    }

    private static void addScaled(float[] sums, float[] values, int from, float weight) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += weight * values[from + x];
        }
    }

    private static float[] padded(FloatImage image, int channel, int radius) {
        int width = image.width() + 2 * radius;
        int height = image.height() + 2 * radius;
        float[] padded = new float[width * height];
        for (int y = 0; y < height; y++) {
            int row = fold(y - radius, image.height());
            for (int x = 0; x < width; x++) {
                padded[y * width + x] = image.at(channel, row, fold(x - radius, image.width()));
            }
        }
        return padded;
    }

    /** Mirrors without repeating the edge: … c b a b c … */
    private static int fold(int index, int length) {
        if (length == 1) {
            return 0;
        }
        int folded = Math.floorMod(index, 2 * (length - 1));
        return Math.min(folded, 2 * (length - 1) - folded);
    }
}
