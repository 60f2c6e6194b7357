package io.acuity.tracker.rollout;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on the validation split before the trial, PSNR-Y in dB.
 *
 * @param candidate null when its event has none
 * @param stable null when its event has none, or stable came with the worker
 */
record Validation(@Nullable Double candidate, @Nullable Double stable) {

    static final String METRIC = "psnrY";

    boolean isWorse(double tolerance) {
        return candidate != null && stable != null && candidate < stable - tolerance;
    }

    String sentence() {
        return candidate == null || stable == null
                ? "no validation to compare"
                : String.format(Locale.ROOT, "validation PSNR-Y %.2f dB against %.2f dB", candidate, stable);
    }
}
