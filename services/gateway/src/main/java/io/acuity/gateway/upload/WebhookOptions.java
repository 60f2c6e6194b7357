package io.acuity.gateway.upload;

import io.acuity.events.JobState;
import io.acuity.events.Webhook;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.webhook.AddressGuard;
import io.acuity.gateway.webhook.TargetRefusedException;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the options that say whom to call: {@code webhook} and {@code webhookStates}. */
final class WebhookOptions {

    private static final Set<JobState> TOLD =
            EnumSet.of(JobState.STARTED, JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED);

    private final @Nullable AddressGuard guard;

    /**
     * A reader.
     *
     * @param guard of addresses; null where webhooks are not called
     */
    WebhookOptions(@Nullable AddressGuard guard) {
        this.guard = guard;
    }

    /** The webhook, or null. */
    @Nullable
    Webhook read(MultiMap given) {
        String url = given.get("webhook");
        String states = given.get("webhookStates");
        if (url == null) {
            if (states != null) {
                throw invalid(
                        "The option 'webhookStates' belongs to 'webhook'; name the address to call, or leave it out.");
            }
            return null;
        }
        if (guard == null) {
            throw invalid("This service calls no webhooks, because it was started without a webhook secret; leave the"
                    + " option 'webhook' out and follow the job's events, or ask its operator.");
        }
        try {
            return new Webhook(guard.check(url.strip()).toString(), states == null ? List.of() : states(states));
        } catch (TargetRefusedException e) {
            throw new RefusedException(new Refusal.InvalidRequest(String.valueOf(e.getMessage())), e);
        }
    }

    private static List<JobState> states(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(word -> word.strip().toUpperCase(Locale.ROOT))
                .map(word -> TOLD.stream()
                        .filter(state -> state.name().equals(word))
                        .findFirst()
                        .orElseThrow(() -> invalid("The option 'webhookStates' is a list, separated by commas, of"
                                + " started, succeeded, failed, cancelled and expired, not '"
                                + GivenOptions.shortened(text) + "'.")))
                .distinct()
                .toList();
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
