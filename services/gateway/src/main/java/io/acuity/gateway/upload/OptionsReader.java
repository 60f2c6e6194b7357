package io.acuity.gateway.upload;

import io.acuity.events.FailureCode;
import io.acuity.events.Operation;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads options from a query or from form fields, which carry the same names and values. Both come through here instead of
 * the contract's own validation because that knows only the query, and because each refusal should say what would do.
 */
final class OptionsReader {

    private static final Set<String> NAMES = Set.of(
            "operation",
            "model",
            "scale",
            "steps",
            "seed",
            "format",
            "quality",
            "deterministic",
            "deadline",
            "attention",
            "lowerBound",
            "previews",
            "webhook",
            "webhookStates");
    private static final int LARGEST_MAP_SCALE = 8;
    private static final List<Integer> SCALES = List.of(2, 3, 4, 8);
    private static final int DEFAULT_SCALE = 4;
    private static final int DEFAULT_QUALITY = 95;
    private static final int LONGEST_NAME = 100;

    private final Offer offer;
    private final WebhookOptions webhooks;
    private final Clock clock;

    OptionsReader(Offer offer, WebhookOptions webhooks, Clock clock) {
        this.offer = offer;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** The options, or a {@link RefusedException} that names the one that does not fit. */
    UpscaleOptions read(MultiMap given) {
        for (String name : given.names()) {
            if (!NAMES.contains(name)) {
                throw invalid("There is no option '" + name + "'; the options are " + new TreeSet<>(NAMES) + ".");
            }
            if (given.getAll(name).size() > 1) {
                throw invalid("The option '" + name + "' was given more than once; give it once.");
            }
        }
        Operation operation = AttentionOptions.operation(given.get("operation"));
        OfferedModel model = model(given.get("model"));
        Integer steps = given.contains("steps") ? (Integer) (int) number(given, "steps", 1, 10_000) : null;
        Recipe recipe = Recipe.newBuilder()
                .setModel(model.name())
                .setScale(operation == Operation.EXTRACT_ATTENTION ? mapScale(given) : scale(given, model))
                .setSteps(steps)
                .setSeed(given.contains("seed") ? number(given, "seed", Long.MIN_VALUE, Long.MAX_VALUE) : 0)
                .setFormat(format(given.get("format")))
                .setQuality(given.contains("quality") ? (int) number(given, "quality", 1, 100) : DEFAULT_QUALITY)
                .setDeterministic(flag(given, "deterministic"))
                .setAttention(AttentionOptions.extractor(given, operation))
                .setLowerBound(AttentionOptions.lowerBound(given, operation))
                .build();
        return new UpscaleOptions(
                operation, recipe, flag(given, "previews"), deadline(given.get("deadline")), webhooks.read(given));
    }

    private OfferedModel model(@Nullable String named) {
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

    private int scale(MultiMap given, OfferedModel model) {
        if (!given.contains("scale")) {
            return model.scale();
        }
        long scale = number(given, "scale", Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (offer.isChecked() ? scale != model.scale() : !SCALES.contains((int) scale)) {
            String there = offer.isChecked()
                    ? "model " + model.name() + " enlarges " + model.scale() + " times, available scales: "
                            + offer.scales()
                    : "available scales: 2, 3, 4, 8";
            throw new RefusedException(new Refusal.NotOffered(
                    FailureCode.UNSUPPORTED_SCALE, "Scale " + scale + " is not offered; " + there + "."));
        }
        return (int) scale;
    }

    // A map is made for any result; no model takes part.
    private static int mapScale(MultiMap given) {
        return given.contains("scale") ? (int) number(given, "scale", 1, LARGEST_MAP_SCALE) : DEFAULT_SCALE;
    }

    private static long number(MultiMap given, String name, long least, long most) {
        String text = String.valueOf(given.get(name));
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

    private static OutputFormat format(@Nullable String text) {
        return switch (text == null ? "png" : text.strip().toLowerCase(Locale.ROOT)) {
            case "png" -> OutputFormat.PNG;
            case "jpeg", "jpg" -> OutputFormat.JPEG;
            case "tiff", "tif" -> OutputFormat.TIFF;
            default -> throw invalid("The option 'format' must be png, jpeg or tiff, not '" + shortened(text) + "'.");
        };
    }

    private static boolean flag(MultiMap given, String name) {
        String text = given.get(name);
        return switch (text == null ? "false" : text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("The option '" + name + "' must be true or false, not '" + shortened(text) + "'.");
        };
    }

    private @Nullable Instant deadline(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant now = clock.instant();
        Instant deadline = instant(text.strip(), now);
        if (!deadline.isAfter(now)) {
            throw invalid("The deadline " + shortened(text) + " has passed; give a later one or leave it out.");
        }
        return deadline;
    }

    private static Instant instant(String text, Instant now) {
        try {
            // A duration starts with P, an instant with its year.
            return text.startsWith("P") || text.startsWith("p")
                    ? now.plus(Duration.parse(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new RefusedException(
                    new Refusal.InvalidRequest("The deadline '" + shortened(text)
                            + "' is neither a duration such as PT30S nor an instant such as 2026-11-21T12:00:00Z."),
                    e);
        }
    }

    static String shortened(@Nullable String text) {
        String known = String.valueOf(text);
        return known.length() <= LONGEST_NAME ? known : known.substring(0, LONGEST_NAME) + "…";
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
