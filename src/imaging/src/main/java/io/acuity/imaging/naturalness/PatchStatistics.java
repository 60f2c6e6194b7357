package io.acuity.imaging.naturalness;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * A multivariate Gaussian over the {@link #FEATURES} features of patches: of one picture, or of undamaged photographs.
 *
 * @param mean mean of each feature
 * @param covariance covariance of the features with one less than the number of patches below the line; symmetric
 */
public record PatchStatistics(double[] mean, double[][] covariance) {
    /** Features of a patch. */
    public static final int FEATURES = NaturalPatch.FEATURES;

    private static final double ASYMMETRY = 1e-9;

    /**
     * Checks shape and values.
     *
     * @throws IllegalArgumentException when a length is not {@link #FEATURES}, a value is not finite, a variance
     *     negative, or the covariance not symmetric; the message names which
     */
    public PatchStatistics {
        if (mean.length != FEATURES || covariance.length != FEATURES) {
            throw new IllegalArgumentException("NIQE has " + FEATURES + " features; the mean has " + mean.length
                    + " and the covariance " + covariance.length + " rows.");
        }
        for (int i = 0; i < FEATURES; i++) {
            checkRow(mean, covariance, i);
        }
    }

    private static void checkRow(double[] mean, double[][] covariance, int row) {
        if (covariance[row].length != FEATURES) {
            throw new IllegalArgumentException("Row " + row + " of the covariance has " + covariance[row].length
                    + " values instead of " + FEATURES + ".");
        }
        if (!Double.isFinite(mean[row]) || !(covariance[row][row] >= 0)) {
            throw new IllegalArgumentException("Mean or variance of feature " + row + " is " + mean[row] + " or "
                    + covariance[row][row] + "; both must be finite and a variance not negative.");
        }
        for (int column = 0; column < FEATURES; column++) {
            double here = covariance[row][column];
            double there = covariance[column][row];
            if (!Double.isFinite(here) || Math.abs(here - there) > ASYMMETRY * (1 + Math.abs(here))) {
                throw new IllegalArgumentException("The covariance of features " + row + " and " + column + " is "
                        + here + " one way and " + there + " the other; it must be finite and symmetric.");
            }
        }
    }

    /** Mean and covariance of at least two patches. */
    static PatchStatistics of(List<NaturalPatch> patches) {
        int count = patches.size();
        double[] mean = new double[FEATURES];
        for (NaturalPatch patch : patches) {
            for (int i = 0; i < FEATURES; i++) {
                mean[i] += patch.features()[i] / count;
            }
        }
        RealMatrix centred = new Array2DRowRealMatrix(count, FEATURES);
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < FEATURES; i++) {
                centred.setEntry(row, i, patches.get(row).features()[i] - mean[i]);
            }
        }
        RealMatrix covariance = centred.transpose().multiply(centred).scalarMultiply(1.0 / (count - 1));
        return new PatchStatistics(mean, covariance.getData());
    }

    /**
     * Equation 10: {@code √((µ₁ − µ₂)ᵀ ((Σ₁ + Σ₂) / 2)⁺ (µ₁ − µ₂))}, with the pseudo-inverse, because a picture with few
     * patches does not span the features.
     */
    double distanceTo(PatchStatistics other) {
        RealVector difference = new ArrayRealVector(mean, false).subtract(new ArrayRealVector(other.mean, false));
        RealMatrix pooled = new Array2DRowRealMatrix(covariance, false)
                .add(new Array2DRowRealMatrix(other.covariance, false))
                .scalarMultiply(0.5);
        RealMatrix inverse = new SingularValueDecomposition(pooled).getSolver().getInverse();
        return Math.sqrt(Math.max(0, difference.dotProduct(inverse.operate(difference))));
    }
}
