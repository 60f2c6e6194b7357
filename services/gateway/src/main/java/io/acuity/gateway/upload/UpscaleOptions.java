package io.acuity.gateway.upload;

import io.acuity.events.Recipe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for besides the image.
 *
 * @param recipe how to upscale
 * @param deadline when the job expires; null for never
 */
record UpscaleOptions(Recipe recipe, @Nullable Instant deadline) {}
