package io.acuity.gateway.upload;

import io.acuity.events.FailureCode;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Options as somebody gave them; what does not fit is refused with its name and what would do. Immutable. */
public final class GivenOptions {

    static final int DEFAULT_SCALE = 4;

    private static final int MOST_STEPS = 10_000;
    private static final int LONGEST_NAME = 100;

    private final MultiMap given;

    /**
     * Options of an operation.
     *
     * @param given by name, each once
     * @param known the names there are
     * @throws RefusedException for an option that is not among them, or was given twice
     */
    public GivenOptions(MultiMap given, Set<String> known) {
        this.given = given;
        for (String name : given.names()) {
            if (!known.contains(name)) {
                throw invalid(
                        "There is no option '" + shortened(name) + "'; the options are " + new TreeSet<>(known) + ".");
            }
            if (given.getAll(name).size() > 1) {
                throw invalid("The option '" + name + "' was given more than once; give it once.");
            }
        }
    }

    /** The text of an option as it came; null where it was left out. */
    public @Nullable String text(String name) {
        return given.get(name);
    }

    /** The model asked for, or the default. */
    public OfferedModel model(Offer offer) {
        String named = given.get("model");
        String name = named == null ? offer.defaultModel() : named;
        if (!offer.isChecked()) {
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                throw invalid("The option 'model' must have 1 to 100 characters.");
            }
            return new OfferedModel(name, DEFAULT_SCALE, List.of());
        }
        return offer.models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(new Refusal.NotOffered(
                        FailureCode.UNKNOWN_MODEL,
                        "There is no model '" + shortened(name) + "' here; available models: " + offer.names() + ".")));
    }

    /** The scale asked for, or the model's, where no other will do: frames of clips are computed at the model's own. */
    public int scale(Offer offer, OfferedModel model) {
        String text = given.get("scale");
        AskedScale asked =
                text == null ? AskedScale.of(model.scale()) : AskedScale.read(text, offer, model.ofOneScale(), false);
        if (asked.exact() != null) {
            throw invalid("The option 'scale' must be a whole number for clips, not '" + shortened(text) + "'.");
        }
        return asked.whole();
    }

    /** The scale asked for, or the model's; any number for models that take any. */
    AskedScale anyScale(Offer offer, OfferedModel model) {
        String text = given.get("scale");
        return text == null ? AskedScale.of(model.scale()) : AskedScale.read(text, offer, model, flag("force", false));
    }

    /** The number of steps; null for the model's own. */
    public @Nullable Integer steps() {
        return given.contains("steps") ? (Integer) (int) number("steps", 1, MOST_STEPS, 1) : null;
    }

    /** The seed, or 0. */
    public long seed() {
        return number("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0);
    }

    /** A whole number within bounds, or what is taken where none was given. */
    public long number(String name, long least, long most, long otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new RefusedException(notANumber(name, text, least, most), e);
        }
        throw new RefusedException(notANumber(name, text, least, most));
    }

    private static Refusal notANumber(String name, String text, long least, long most) {
        return new Refusal.InvalidRequest("The option '" + name + "' must be a whole number from " + least + " to "
                + most + ", not '" + shortened(text) + "'.");
    }

    /** True or false, or what is taken where neither was given. */
    public boolean flag(String name, boolean otherwise) {
        String text = given.get(name);
        return switch (text == null ? Boolean.toString(otherwise) : text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("The option '" + name + "' must be true or false, not '" + shortened(text) + "'.");
        };
    }

    /** As much of a caller's text as an answer repeats. */
    public static String shortened(@Nullable String text) {
        String known = String.valueOf(text);
        return known.length() <= LONGEST_NAME ? known : known.substring(0, LONGEST_NAME) + "…";
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
