package io.acuity.gateway.upload;

import io.acuity.events.Operation;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.topics.Priority;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
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
            "force",
            "steps",
            "seed",
            "format",
            "quality",
            "deterministic",
            "deadline",
            "priority",
            "attention",
            "lowerBound",
            "previews",
            "webhook",
            "webhookStates");
    private static final int LARGEST_MAP_SCALE = 8;
    private static final int DEFAULT_QUALITY = 95;
    // Events count milliseconds, which end before Java's instants do.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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
        GivenOptions options = new GivenOptions(given, NAMES);
        Operation operation = AttentionOptions.operation(given.get("operation"));
        OfferedModel model = options.model(offer);
        Integer steps = options.steps();
        AskedScale scale = operation == Operation.EXTRACT_ATTENTION
                ? AskedScale.of(mapScale(options))
                : options.anyScale(offer, model);
        Recipe recipe = Recipe.newBuilder()
                .setModel(model.name())
                .setScale(scale.whole())
                .setMagnification(scale.exact())
                .setExtrapolate(options.flag("force", false))
                .setSteps(steps)
                .setSeed(options.seed())
                .setFormat(format(given.get("format")))
                .setQuality((int) options.number("quality", 1, 100, DEFAULT_QUALITY))
                .setDeterministic(options.flag("deterministic", false))
                .setAttention(AttentionOptions.extractor(given, operation))
                .setLowerBound(AttentionOptions.lowerBound(given, operation))
                .build();
        return new UpscaleOptions(
                operation,
                recipe,
                options.flag("previews", false),
                deadline(given.get("deadline")),
                priority(given.get("priority")),
                webhooks.read(given));
    }

    // A map is made for any result; no model takes part.
    private static int mapScale(GivenOptions options) {
        return (int) options.number("scale", 1, LARGEST_MAP_SCALE, GivenOptions.DEFAULT_SCALE);
    }

    private static OutputFormat format(@Nullable String text) {
        return switch (text == null ? "png" : text.strip().toLowerCase(Locale.ROOT)) {
            case "png" -> OutputFormat.PNG;
            case "jpeg", "jpg" -> OutputFormat.JPEG;
            case "tiff", "tif" -> OutputFormat.TIFF;
            default ->
                throw invalid(
                        "The option 'format' must be png, jpeg or tiff, not '" + GivenOptions.shortened(text) + "'.");
        };
    }

    /** The priority asked for, as far as the text says one. */
    static Priority priority(@Nullable String text) {
        return switch (text == null ? "interactive" : text.strip().toLowerCase(Locale.ROOT)) {
            case "interactive" -> Priority.INTERACTIVE;
            case "batch" -> Priority.BATCH;
            default ->
                throw invalid("The option 'priority' must be interactive or batch, not '" + GivenOptions.shortened(text)
                        + "'.");
        };
    }

    private @Nullable Instant deadline(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant now = clock.instant();
        Instant deadline = instant(text.strip(), now);
        if (!deadline.isAfter(now)) {
            throw invalid(
                    "The deadline " + GivenOptions.shortened(text) + " has passed; give a later one or leave it out.");
        }
        if (deadline.isAfter(LATEST)) {
            throw invalid("The deadline " + GivenOptions.shortened(text)
                    + " lies after the year 9999; give an earlier one or leave it out.");
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
                    new Refusal.InvalidRequest("The deadline '" + GivenOptions.shortened(text)
                            + "' is neither a duration such as PT30S nor an instant such as 2026-11-21T12:00:00Z."),
                    e);
        }
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
