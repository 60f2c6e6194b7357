/** Checkpoints that arrive by event: fetched, proved and swapped in while jobs run. */
@NullMarked
package io.acuity.worker.rollout;

import org.jspecify.annotations.NullMarked;
