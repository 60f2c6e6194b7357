package io.acuity.cli.golden;

/**
 * One quantity of a case.
 *
 * @param quantity what was compared
 * @param error largest absolute difference to what was recorded
 * @param tolerance largest difference that passes
 */
record Check(String quantity, double error, double tolerance) {
    /** The same figures under another name. */
    Check of(String other) {
        return new Check(other, error, tolerance);
    }

    /** Whether the error is a number within the tolerance; NaN is not. */
    boolean passed() {
        return error <= tolerance;
    }

    /** How much of the tolerance is used; above 1 fails. */
    double share() {
        if (Double.isNaN(error)) {
            return Double.POSITIVE_INFINITY;
        }
        return tolerance == 0 ? error * Double.MAX_VALUE : error / tolerance;
    }
}
