package io.acuity.evaluation.fid;

import java.util.List;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The Gaussian of a set of feature vectors: mean, and covariance with one less than their number below the line.
 *
 * <p>The covariance is kept as a factor: a matrix F with F·Fᵀ equal to it. Fewer vectors than features give one at once, the
 * centred vectors themselves, and the covariance, which is singular then, is never made.
 *
 * @param mean d values
 * @param factor {@code [d, k]}
 */
public record FeatureGaussian(double[] mean, RealMatrix factor) {
    /** Eigenvalues below this share of the largest are the noise of rounding. */
    private static final double NOISE = 1e-15;

    /** Checks the shapes. */
    public FeatureGaussian {
        if (factor.getRowDimension() != mean.length) {
            throw new IllegalArgumentException("A covariance of " + mean.length
                    + " features has a factor of as many rows," + " not " + factor.getRowDimension() + ".");
        }
    }

    /**
     * Of feature vectors.
     *
     * @throws IllegalArgumentException if there are fewer than two, or their lengths differ
     */
    public static FeatureGaussian of(List<float[]> vectors) {
        if (vectors.size() < 2) {
            throw new IllegalArgumentException("A covariance needs at least two vectors, not " + vectors.size() + ".");
        }
        double[] mean = mean(vectors);
        double[][] centred = new double[mean.length][vectors.size()];
        double scale = 1 / Math.sqrt(vectors.size() - 1.0);
        for (int n = 0; n < vectors.size(); n++) {
            float[] vector = vectors.get(n);
            for (int i = 0; i < mean.length; i++) {
                centred[i][n] = (vector[i] - mean[i]) * scale;
            }
        }
        RealMatrix factor = MatrixUtils.createRealMatrix(centred);
        return vectors.size() <= mean.length
                ? new FeatureGaussian(mean, factor)
                : of(mean, factor.multiplyTransposed(factor));
    }

    /**
     * Of known moments.
     *
     * @param covariance symmetric, with no eigenvalue below zero
     */
    public static FeatureGaussian of(double[] mean, RealMatrix covariance) {
        EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(covariance);
        double[] values = eigen.getEigenvalues();
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        double[] roots = new double[values.length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = values[i] > NOISE * largest ? Math.sqrt(values[i]) : 0;
        }
        RealMatrix symmetricRoot = eigen.getV()
                .multiply(MatrixUtils.createRealDiagonalMatrix(roots))
                .multiplyTransposed(eigen.getV());
        return new FeatureGaussian(mean, symmetricRoot);
    }

    /** The sum of all variances. */
    double trace() {
        double norm = factor.getFrobeniusNorm();
        return norm * norm;
    }

    private static double[] mean(List<float[]> vectors) {
        double[] mean = new double[vectors.get(0).length];
        for (float[] vector : vectors) {
            if (vector.length != mean.length) {
                throw new IllegalArgumentException(
                        "Feature vectors of a set have one length, not " + mean.length + " and " + vector.length + ".");
            }
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= vectors.size();
        }
        return mean;
    }
}
