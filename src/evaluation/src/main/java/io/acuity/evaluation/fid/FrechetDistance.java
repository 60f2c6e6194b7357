package io.acuity.evaluation.fid;

import java.util.stream.DoubleStream;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * The Fréchet distance of two Gaussians (Dowson and Landau 1982; Heusel et al. 2017):
 * {@code |μ₁ − μ₂|² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁^½ Σ₂ Σ₁^½)^½}.
 *
 * <p>The last trace is the sum of the roots of the eigenvalues of a symmetric matrix, so that no root of a matrix that is not
 * symmetric, and no imaginary part, ever arises. Any factors will do for Σ₁^½ and Σ₂^½: with Σ₁ = F₁F₁ᵀ and Σ₂ = F₂F₂ᵀ the
 * eigenvalues above zero are those of {@code (F₁ᵀF₂)(F₁ᵀF₂)ᵀ}.
 */
public final class FrechetDistance {
    private FrechetDistance() {}

    /** The distance; 0 for equal Gaussians, up to rounding, and then possibly a little below it. */
    public static double between(FeatureGaussian a, FeatureGaussian b) {
        double means = 0;
        for (int i = 0; i < a.mean().length; i++) {
            double difference = a.mean()[i] - b.mean()[i];
            means += difference * difference;
        }
        return means + a.trace() + b.trace() - 2 * traceOfRoot(a.factor(), b.factor());
    }

    private static double traceOfRoot(RealMatrix a, RealMatrix b) {
        // The fewer columns of the two make the smaller matrix.
        RealMatrix product =
                a.getColumnDimension() <= b.getColumnDimension() ? a.transposeMultiply(b) : b.transposeMultiply(a);
        double[] eigenvalues = new EigenDecompositionSymmetric(product.multiplyTransposed(product)).getEigenvalues();
        return DoubleStream.of(eigenvalues)
                .map(value -> Math.sqrt(Math.max(0, value)))
                .sum();
    }
}
