package io.acuity.gateway.upload;

import io.acuity.events.Operation;
import io.acuity.events.Recipe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for besides the image.
 *
 * @param operation what to do with the image
 * @param recipe how to do it
 * @param deadline when the job expires; null for never
 */
record UpscaleOptions(
        Operation operation, Recipe recipe, @Nullable Instant deadline) {}
