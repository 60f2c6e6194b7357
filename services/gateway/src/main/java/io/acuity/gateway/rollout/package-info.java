/** Rollouts of checkpoints over HTTP: what stands, and commands that the tracker decides. */
@NullMarked
package io.acuity.gateway.rollout;

import org.jspecify.annotations.NullMarked;
