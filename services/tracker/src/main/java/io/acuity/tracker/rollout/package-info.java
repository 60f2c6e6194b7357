/**
 * Rollouts of checkpoints: commands, acknowledgements and what happens to jobs become decisions. The states and all
 * decisions are pure functions over records; one processor of the tracker's topology feeds them and writes what they say.
 */
@NullMarked
package io.acuity.tracker.rollout;

import org.jspecify.annotations.NullMarked;
