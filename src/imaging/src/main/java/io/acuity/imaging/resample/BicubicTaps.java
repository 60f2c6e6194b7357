package io.acuity.imaging.resample;

/**
 * The filter of one axis: output sample {@code i} is the sum over {@code k} of {@code weights[i·count + k]} times input
 * sample {@code start[i] + k}, where indices outside the input are mirrored ({@link #mirror}).
 *
 * @param inputLength samples of the input axis
 * @param outputLength samples of the output axis
 * @param count taps per output sample
 * @param start first input index per output sample; may be negative or beyond the end
 * @param weights {@code outputLength × count} weights; each group sums to 1
 */
public record BicubicTaps(int inputLength, int outputLength, int count, int[] start, float[] weights) {
    private static final double KERNEL_WIDTH = 4;

    /**
     * The taps MATLAB's imresize uses.
     *
     * @param inputLength samples of the input axis
     * @param outputLength samples of the output axis
     * @param scale output pixels per input pixel; below 1 the kernel is stretched against aliasing
     */
    public static BicubicTaps of(int inputLength, int outputLength, double scale) {
        if (inputLength < 1 || outputLength < 1 || !(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("Cannot resample " + inputLength + " samples to " + outputLength
                    + " at scale " + scale + "; all three must be positive.");
        }
        double shrink = Math.min(1, scale);
        double width = KERNEL_WIDTH / shrink;
        // The support is open at both ends, so that no more than ceil(width) taps differ from zero.
        int count = (int) Math.ceil(width);
        int[] start = new int[outputLength];
        float[] weights = new float[Math.multiplyExact(outputLength, count)];
        double[] group = new double[count];
        for (int i = 0; i < outputLength; i++) {
            double centre = (i + 0.5) / scale - 0.5;
            start[i] = (int) Math.floor(centre - width / 2) + 1;
            double sum = 0;
            for (int k = 0; k < count; k++) {
                group[k] = kernel(shrink * (centre - (start[i] + k)));
                sum += group[k];
            }
            for (int k = 0; k < count; k++) {
                weights[i * count + k] = (float) (group[k] / sum);
            }
        }
        return new BicubicTaps(inputLength, outputLength, count, start, weights);
    }

    /** Folds any index into {@code 0..length-1}, repeating the edge sample: … b a | a b c … */
    public static int mirror(int index, int length) {
        int folded = Math.floorMod(index, 2 * length);
        return folded < length ? folded : 2 * length - 1 - folded;
    }

    /** Keys' cubic convolution kernel with a = −0.5. */
    static double kernel(double distance) {
        double x = Math.abs(distance);
        if (x <= 1) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }
}
