package io.acuity.gateway.upload;

import io.acuity.events.Operation;
import io.acuity.events.Recipe;
import io.acuity.events.Webhook;
import io.acuity.streaming.topics.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for besides the image.
 *
 * @param operation what to do with the image
 * @param recipe how to do it
 * @param previews whether to publish how the image stands while it is worked on
 * @param deadline when the job expires; null for never
 * @param priority whether somebody waits for it
 * @param webhook whom to call; null for nobody
 */
record UpscaleOptions(
        Operation operation,
        Recipe recipe,
        boolean previews,
        @Nullable Instant deadline,
        Priority priority,
        @Nullable Webhook webhook) {}
