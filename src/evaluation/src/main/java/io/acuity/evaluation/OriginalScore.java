package io.acuity.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * What can be said of an original alone.
 *
 * @param niqe its NIQE, for orientation; null where it was not measured or the image is too small
 */
public record OriginalScore(@Nullable Double niqe) {}
