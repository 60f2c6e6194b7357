package io.acuity.diffusion.gaussian;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the noise variance β_t of a step grows with t, under the names published configurations use. Start and end are
 * the variances of the first and the last step; some curves need only the end, or neither.
 */
public enum BetaCurve {
    /** Evenly spaced from start to end (Ho et al. 2020). */
    LINEAR {
        @Override
        double[] raw(int steps, double start, double end) {
            return evenlySpaced(steps, start, end);
        }
    },
    /** Roots evenly spaced from √start to √end; latent diffusion calls the same curve linear. */
    QUAD {
        @Override
        double[] raw(int steps, double start, double end) {
            double[] roots = evenlySpaced(steps, Math.sqrt(start), Math.sqrt(end));
            return Arrays.stream(roots).map(root -> root * root).toArray();
        }
    },
    /** Linear over the first tenth of the steps, then the end value. */
    WARMUP10 {
        @Override
        double[] raw(int steps, double start, double end) {
            return warmUp(steps, start, end, 0.1);
        }
    },
    /** Linear over the first half of the steps, then the end value. */
    WARMUP50 {
        @Override
        double[] raw(int steps, double start, double end) {
            return warmUp(steps, start, end, 0.5);
        }
    },
    /** The end value at every step. */
    CONST {
        @Override
        double[] raw(int steps, double start, double end) {
            return warmUp(steps, start, end, 0);
        }
    },
    /** 1/T, 1/(T−1), …, 1 (Sohl-Dickstein et al. 2015); nothing of the image is left after the last step. */
    JSD {
        @Override
        double[] raw(int steps, double start, double end) {
            double[] betas = new double[steps];
            for (int i = 0; i < steps; i++) {
                betas[i] = 1.0 / (steps - i);
            }
            return betas;
        }
    },
    /** ᾱ follows a squared cosine with offset 0.008, β at most 0.999 (Nichol and Dhariwal 2021, eq. 17). */
    COSINE {
        @Override
        double[] raw(int steps, double start, double end) {
            double[] betas = new double[steps];
            for (int i = 0; i < steps; i++) {
                betas[i] = Math.min(LARGEST_BETA, 1 - squaredCosine(i + 1, steps) / squaredCosine(i, steps));
            }
            return betas;
        }
    };

    private static final double LARGEST_BETA = 0.999;
    private static final double COSINE_OFFSET = 0.008;

    /** The curve a configuration names, in any case. */
    public static BetaCurve named(String name) {
        for (BetaCurve curve : values()) {
            if (curve.name().equals(name.toUpperCase(Locale.ROOT))) {
                return curve;
            }
        }
        throw new IllegalArgumentException("There is no noise schedule " + name + "; choose one of "
                + Arrays.stream(values())
                        .map(curve -> curve.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ".");
    }

    /**
     * β by t − 1.
     *
     * @param steps T, at least 1
     * @param start β_1, in (0, 1); not read by {@link #CONST}, {@link #JSD} and {@link #COSINE}
     * @param end β_T, in (0, 1); not read by {@link #JSD} and {@link #COSINE}
     */
    public double[] betas(int steps, double start, double end) {
        if (steps < 1) {
            throw new IllegalArgumentException("A noise schedule needs at least one step, not " + steps + ".");
        }
        return raw(steps, start, end);
    }

    /**
     * β by t − 1 for a chain of another length than start and end were chosen for: both are multiplied by
     * {@code referenceSteps / steps} and every β is kept below 1, so that the last state stays as near to pure noise as
     * in the chain of {@code referenceSteps}. SR3's 10⁻⁶ … 10⁻² leave ᾱ = 4·10⁻⁵ of 2,000 steps but 0.08 of 500.
     * {@link #JSD} and {@link #COSINE} reach pure noise in any number of steps and are not changed.
     */
    public double[] rescaled(int steps, double start, double end, int referenceSteps) {
        if (this == JSD || this == COSINE) {
            return betas(steps, start, end);
        }
        double factor = (double) referenceSteps / steps;
        double[] betas = betas(steps, start * factor, end * factor);
        return Arrays.stream(betas).map(beta -> Math.min(LARGEST_BETA, beta)).toArray();
    }

    abstract double[] raw(int steps, double start, double end);

    private static double[] evenlySpaced(int count, double first, double last) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i == 0 ? first : first + i * ((last - first) / (count - 1));
        }
        if (count > 1) {
            values[count - 1] = last;
        }
        return values;
    }

    private static double[] warmUp(int steps, double start, double end, double share) {
        double[] betas = new double[steps];
        Arrays.fill(betas, end);
        double[] rising = evenlySpaced((int) (steps * share), start, end);
        System.arraycopy(rising, 0, betas, 0, rising.length);
        return betas;
    }

    private static double squaredCosine(int step, int steps) {
        double position = ((double) step / steps + COSINE_OFFSET) / (1 + COSINE_OFFSET);
        double cosine = Math.cos(position * Math.PI / 2);
        return cosine * cosine;
    }
}
