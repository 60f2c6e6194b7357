package io.acuity.diffusion.frame;

/** Refuses predictions that are no numbers: one would make the whole image black. */
public final class FiniteValues {
    private FiniteValues() {}

    /**
     * Looks at every value.
     *
     * @throws IllegalStateException if one is NaN or infinite
     */
    public static void require(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalStateException(
                        "The network predicted values that are not finite; check the checkpoint.");
            }
        }
    }
}
