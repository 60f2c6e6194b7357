package io.acuity.gateway.upload;

import io.acuity.events.Operation;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the options that say what to do, and where to do it: operation, extractor, lower bound. */
final class AttentionOptions {

    private static final int LONGEST_NAME = 100;

    private AttentionOptions() {}

    /** The operation asked for, residual shift when none was. */
    static Operation operation(@Nullable String text) {
        if (text == null) {
            return Operation.RESIDUAL_SHIFT;
        }
        String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Operation.values())
                .filter(known -> known != Operation.UNKNOWN && known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> invalid("The option 'operation' must be one of RESIDUAL_SHIFT, MASKED_DIFFUSION, "
                        + "DIFFUSION and EXTRACT_ATTENTION, not '" + GivenOptions.shortened(text) + "'."));
    }

    /** The extractor's name, or null; whether there is such an extractor the workers know. */
    static @Nullable String extractor(MultiMap given, Operation operation) {
        String name = given.get("attention");
        if (name == null) {
            return null;
        }
        requireAttention("attention", operation);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw invalid("The option 'attention' must have 1 to 100 characters, for example edges.");
        }
        return name.strip();
    }

    /** The lower bound, or null. */
    static @Nullable Double lowerBound(MultiMap given, Operation operation) {
        String text = given.get("lowerBound");
        if (text == null) {
            return null;
        }
        requireAttention("lowerBound", operation);
        try {
            double bound = Double.parseDouble(text.strip());
            if (bound >= 0 && bound <= 1) {
                return bound;
            }
        } catch (NumberFormatException e) {
            throw new RefusedException(notABound(text), e);
        }
        throw new RefusedException(notABound(text));
    }

    private static void requireAttention(String option, Operation operation) {
        if (operation != Operation.MASKED_DIFFUSION && operation != Operation.EXTRACT_ATTENTION) {
            throw invalid("The option '" + option + "' belongs to the operations MASKED_DIFFUSION and "
                    + "EXTRACT_ATTENTION; ask for one of them with 'operation', or leave it out.");
        }
    }

    private static Refusal notABound(String text) {
        return new Refusal.InvalidRequest(
                "The option 'lowerBound' must be a number from 0 to 1, not '" + GivenOptions.shortened(text) + "'.");
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
