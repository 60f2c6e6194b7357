/** Rollouts of checkpoints on the command line. */
@NullMarked
package io.acuity.cli.rollout;

import org.jspecify.annotations.NullMarked;
