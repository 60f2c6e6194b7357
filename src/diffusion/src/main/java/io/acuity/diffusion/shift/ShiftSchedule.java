package io.acuity.diffusion.shift;

import java.util.Arrays;

/**
 * How far the chain has shifted from the clean image towards the upsampled one: η_1 &lt; … &lt; η_T in (0, 1], with
 * η_0 = 0 understood, and the noise strength κ. Steps are named by the 0-based index {@code t − 1} throughout.
 *
 * @param etas η by t − 1
 * @param kappa κ; 0 is the noise-free chain
 */
public record ShiftSchedule(double[] etas, double kappa) {
    /** Validates order and range. */
    public ShiftSchedule {
        etas = etas.clone();
        if (etas.length == 0) {
            throw new IllegalArgumentException("A schedule needs at least one step.");
        }
        double previous = 0;
        for (double eta : etas) {
            if (!(eta > previous && eta <= 1)) {
                throw new IllegalArgumentException("The etas of a schedule rise strictly within (0, 1], but "
                        + Arrays.toString(etas) + " do not.");
            }
            previous = eta;
        }
        if (!(kappa >= 0 && kappa < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Kappa is a finite number of at least 0, not " + kappa + ".");
        }
    }

    /** A schedule given by its numbers. */
    public static ShiftSchedule of(double[] etas, double kappa) {
        return new ShiftSchedule(etas, kappa);
    }

    /**
     * ResShift's schedule: √η grows geometrically from {@code min(minNoiseLevel / κ, minNoiseLevel)} to
     * {@code etasEnd}, bent by {@code power}. Beware that {@code etasEnd} is a root: 0.99 gives η_T = 0.9801.
     */
    public static ShiftSchedule resShift(int steps, double minNoiseLevel, double etasEnd, double power, double kappa) {
        double first = kappa > 0 ? Math.min(minNoiseLevel / kappa, minNoiseLevel) : minNoiseLevel;
        double[] etas = bentGeometric(steps, first, etasEnd, power);
        for (int i = 0; i < etas.length; i++) {
            etas[i] *= etas[i];
        }
        return new ShiftSchedule(etas, kappa);
    }

    /** DeltaDiff's noise-free schedule: η itself grows geometrically from {@code eta1} to {@code etaT}. */
    public static ShiftSchedule deltaDiff(int steps, double eta1, double etaT, double power) {
        return new ShiftSchedule(bentGeometric(steps, eta1, etaT, power), 0);
    }

    private static double[] bentGeometric(int steps, double first, double last, double power) {
        if (steps < 1) {
            throw new IllegalArgumentException("A schedule needs at least one step, not " + steps + ".");
        }
        double[] values = new double[steps];
        for (int i = 0; i < steps; i++) {
            // The single step of a one-step chain starts where longer chains start too: at the far end.
            double position = steps == 1 ? 1 : (double) i / (steps - 1);
            values[i] = first * Math.pow(last / first, Math.pow(position, power));
        }
        return values;
    }

    /** T, the number of steps. */
    public int steps() {
        return etas.length;
    }

    /** η after {@code index + 1} shifts; {@code index} −1 is the clean image with η_0 = 0. */
    public double eta(int index) {
        return index < 0 ? 0 : etas[index];
    }

    /** Standard deviation κ√η of the noise in the state at {@code index}. */
    public double noiseDeviation(int index) {
        return kappa * Math.sqrt(eta(index));
    }

    /** Weight η_{t−1}/η_t of the present state in the posterior mean. */
    public double stateWeight(int index) {
        return eta(index - 1) / eta(index);
    }

    /** Weight (η_t − η_{t−1})/η_t of the clean image in the posterior mean. */
    public double cleanWeight(int index) {
        return (eta(index) - eta(index - 1)) / eta(index);
    }

    /** Variance κ² (η_{t−1}/η_t) (η_t − η_{t−1}) of the posterior; 0 at the last step. */
    public double posteriorVariance(int index) {
        return kappa * kappa * stateWeight(index) * (eta(index) - eta(index - 1));
    }

    /** ResShift's factor 1/√(κ²η + 1), which brings the state to unit size for the network; 1 where κ = 0. */
    public double inputScale(int index) {
        return 1 / Math.sqrt(kappa * kappa * eta(index) + 1);
    }

    /** A copy of the etas. */
    @Override
    public double[] etas() {
        return etas.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShiftSchedule that && Arrays.equals(etas, that.etas) && kappa == that.kappa;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(etas) + Double.hashCode(kappa);
    }

    @Override
    public String toString() {
        return "ShiftSchedule[etas=" + Arrays.toString(etas) + ", kappa=" + kappa + "]";
    }
}
