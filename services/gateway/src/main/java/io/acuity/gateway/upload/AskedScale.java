package io.acuity.gateway.upload;

import io.acuity.events.FailureCode;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A scale as somebody asked for it.
 *
 * @param whole what was asked for, where that is a whole number; {@link #NOT_WHOLE} otherwise
 * @param exact what was asked for, where that is no whole number; null otherwise
 */
record AskedScale(int whole, @Nullable Double exact) {
    /** What no model has, so that workers that know of whole numbers alone refuse it. */
    static final int NOT_WHOLE = 0;
    /** Beyond this, nothing of an image is left to enlarge. */
    private static final int LARGEST = 64;

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,9}(?:\\.[0-9]{1,9})?");

    /** A whole number. */
    static AskedScale of(int scale) {
        return new AskedScale(scale, null);
    }

    /**
     * The scale of a text.
     *
     * @param extrapolated whether a model of any scale may go beyond what it was trained for
     * @throws RefusedException if it is no scale, or none of the model's
     */
    static AskedScale read(String text, Offer offer, OfferedModel model, boolean extrapolated) {
        double factor = number(text);
        if (offer.isChecked() ? !offers(model, factor, extrapolated) : !(factor > 1)) {
            throw notOffered(text, offer, model);
        }
        return factor == Math.rint(factor) ? of((int) factor) : new AskedScale(NOT_WHOLE, factor);
    }

    private static boolean offers(OfferedModel model, double factor, boolean extrapolated) {
        return model.continuous() ? factor > 1 && (extrapolated || factor <= model.scale()) : factor == model.scale();
    }

    private static double number(String text) {
        String number = text.strip();
        double factor = NUMBER.matcher(number).matches() ? Double.parseDouble(number) : Double.NaN;
        if (!(factor <= LARGEST)) {
            throw new RefusedException(new Refusal.InvalidRequest("The option 'scale' must be a number from 1 to "
                    + LARGEST + ", not '" + GivenOptions.shortened(text) + "'."));
        }
        return factor;
    }

    private static RefusedException notOffered(String text, Offer offer, OfferedModel model) {
        String there;
        if (!offer.isChecked()) {
            there = "results are larger than their images, so ask for more than 1";
        } else if (model.continuous()) {
            there = "model " + model.name() + " enlarges more than once and up to " + model.scale()
                    + " times, and with force=true beyond what it was trained for";
        } else {
            there = "model " + model.name() + " enlarges " + model.scale() + " times, available scales: "
                    + offer.scales();
        }
        return new RefusedException(new Refusal.NotOffered(
                FailureCode.UNSUPPORTED_SCALE,
                "Scale " + GivenOptions.shortened(text.strip()) + " is not offered; " + there + "."));
    }
}
