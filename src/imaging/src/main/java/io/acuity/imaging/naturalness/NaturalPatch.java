package io.acuity.imaging.naturalness;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.metrics.Luma;
import io.acuity.imaging.resample.Bicubic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Statistics of one patch of a picture.
 *
 * @param features 18 at full size, then the same 18 at half size: shape and scale of the coefficients, then for
 *     the products of neighbours to the right, below, and on both diagonals shape, mean, left and right scale; not a
 *     number where the patch is even
 * @param sharpness mean local deviation at full size
 */
record NaturalPatch(double[] features, double sharpness) {
    /** Side of a patch in pixels at full size. */
    static final int SIDE = 96;
    /** Features of a patch at both sizes. */
    static final int FEATURES = 36;

    private static final int[][] NEIGHBOURS = {{0, 1}, {1, 0}, {1, 1}, {1, -1}};

    /** The patches that fit, without overlap, from the top left corner; those without contrast are left out. */
    static List<NaturalPatch> of(Luma picture) {
        int columns = picture.width() / SIDE;
        int rows = picture.height() / SIDE;
        if (columns == 0 || rows == 0) {
            return List.of();
        }
        Luma whole = cut(picture, columns * SIDE, rows * SIDE);
        LocalContrast full = LocalContrast.of(whole);
        LocalContrast half = LocalContrast.of(half(whole));
        List<NaturalPatch> patches = new ArrayList<>();
        for (int y = 0; y < whole.height(); y += SIDE) {
            for (int x = 0; x < whole.width(); x += SIDE) {
                double[] features = DoubleStream.concat(
                                features(full.patch(x, y, SIDE), SIDE),
                                features(half.patch(x / 2, y / 2, SIDE / 2), SIDE / 2))
                        .toArray();
                if (DoubleStream.of(features).allMatch(Double::isFinite)) {
                    patches.add(new NaturalPatch(features, full.sharpness(x, y, SIDE)));
                }
            }
        }
        return patches;
    }

    private static DoubleStream features(double[] coefficients, int side) {
        AsymmetricGaussian own = AsymmetricGaussian.fit(coefficients);
        DoubleStream features = DoubleStream.of(own.shape(), (own.left() + own.right()) / 2);
        for (int[] shift : NEIGHBOURS) {
            AsymmetricGaussian pair = AsymmetricGaussian.fit(products(coefficients, side, shift));
            features = DoubleStream.concat(
                    features, DoubleStream.of(pair.shape(), pair.mean(), pair.left(), pair.right()));
        }
        return features;
    }

    /** Each coefficient times the one before it in the direction of {@code shift}, wrapping around as published. */
    private static double[] products(double[] coefficients, int side, int[] shift) {
        double[] products = new double[coefficients.length];
        for (int y = 0; y < side; y++) {
            int row = Math.floorMod(y - shift[0], side) * side;
            for (int x = 0; x < side; x++) {
                products[y * side + x] =
                        coefficients[y * side + x] * coefficients[row + Math.floorMod(x - shift[1], side)];
            }
        }
        return products;
    }

    private static Luma cut(Luma luma, int width, int height) {
        double[] values = new double[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(luma.values(), y * luma.width(), values, y * width, width);
        }
        return new Luma(width, height, values);
    }

    private static Luma half(Luma luma) {
        float[] values = new float[luma.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) luma.values()[i];
        }
        FloatImage half = Bicubic.rescale(new FloatImage(1, luma.height(), luma.width(), values), 0.5);
        double[] halved = new double[half.values().length];
        for (int i = 0; i < halved.length; i++) {
            halved[i] = half.values()[i];
        }
        return new Luma(half.width(), half.height(), halved);
    }
}
