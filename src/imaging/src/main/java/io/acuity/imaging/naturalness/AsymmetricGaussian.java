package io.acuity.imaging.naturalness;

import org.hipparchus.special.Gamma;

/**
 * An asymmetric generalized Gaussian with its mode at 0 (equation 7 of the NIQE paper): each side falls like
 * {@code exp(−(|x| / scale)^shape)}.
 *
 * @param shape 2 for a Gaussian, 1 for Laplace; one of 0.2, 0.201 … 10 when fitted
 * @param left scale of the negative side
 * @param right scale of the positive side
 */
record AsymmetricGaussian(double shape, double left, double right) {
    private static final double LEAST_SHAPE = 0.2;
    private static final double SHAPE_STEP = 0.001;
    private static final int SHAPES = 9801;
    /** Γ(2/γ)² / (Γ(1/γ) Γ(3/γ)) for each shape γ; rises with it. */
    private static final double[] RATIOS = ratios();

    /**
     * Fits by moments, as the paper does after Lasmar et al. (2009); all not a number when the samples are not on both
     * sides of 0.
     */
    static AsymmetricGaussian fit(double[] samples) {
        double absolute = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        int leftCount = 0;
        int rightCount = 0;
        for (double sample : samples) {
            absolute += Math.abs(sample);
            if (sample < 0) {
                leftSquares += sample * sample;
                leftCount++;
            } else if (sample > 0) {
                rightSquares += sample * sample;
                rightCount++;
            }
        }
        if (leftCount == 0 || rightCount == 0) {
            return new AsymmetricGaussian(Double.NaN, Double.NaN, Double.NaN);
        }
        double leftDeviation = Math.sqrt(leftSquares / leftCount);
        double rightDeviation = Math.sqrt(rightSquares / rightCount);
        double n = samples.length;
        double skew = leftDeviation / rightDeviation;
        double ratio = absolute / n * (absolute / n) / ((leftSquares + rightSquares) / n);
        double symmetric = ratio * (skew * skew * skew + 1) * (skew + 1) / ((skew * skew + 1) * (skew * skew + 1));
        double shape = shapeOf(symmetric);
        double toScale = Math.sqrt(Gamma.gamma(1 / shape) / Gamma.gamma(3 / shape));
        return new AsymmetricGaussian(shape, leftDeviation * toScale, rightDeviation * toScale);
    }

    /** The mean of the distribution (equation 8). */
    double mean() {
        return (right - left) * Gamma.gamma(2 / shape) / Gamma.gamma(1 / shape);
    }

    /** The shape whose ratio is nearest. */
    private static double shapeOf(double ratio) {
        int low = 0;
        int high = SHAPES - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (RATIOS[middle] <= ratio) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int nearest = ratio - RATIOS[low] <= RATIOS[high] - ratio ? low : high;
        return LEAST_SHAPE + nearest * SHAPE_STEP;
    }

    private static double[] ratios() {
        double[] ratios = new double[SHAPES];
        for (int i = 0; i < SHAPES; i++) {
            double inverse = 1 / (LEAST_SHAPE + i * SHAPE_STEP);
            double second = Gamma.gamma(2 * inverse);
            ratios[i] = second * second / (Gamma.gamma(inverse) * Gamma.gamma(3 * inverse));
        }
        return ratios;
    }
}
