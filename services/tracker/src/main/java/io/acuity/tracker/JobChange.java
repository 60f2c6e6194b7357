package io.acuity.tracker;

import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.Webhook;
import org.jspecify.annotations.Nullable;

/**
 * What evidence did to a view.
 *
 * @param before what was known; null when the job is new
 * @param now what is known; null when the view was removed
 */
record JobChange(@Nullable JobView before, @Nullable JobView now) {

    /** Whether the job's webhook is to hear of it: the job came into one of the states it wants. */
    boolean isForWebhook() {
        Webhook webhook = now == null ? null : now.getWebhook();
        if (now == null || webhook == null || (before != null && before.getState() == now.getState())) {
            return false;
        }
        JobState state = now.getState();
        return webhook.getStates().isEmpty()
                ? JobViews.isFinal(state)
                : webhook.getStates().contains(state);
    }
}
