package io.acuity.tracker.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is told with a decision.
 *
 * @param reason one sentence
 * @param commandId the command that is answered; null when nobody asked
 * @param at by this tracker's clock, for people
 */
record Why(String reason, @Nullable String commandId, Instant at) {}
