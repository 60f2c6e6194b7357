/** Checkpoints by event: publishing them, and reading which there are. */
@NullMarked
package io.acuity.streaming.checkpoint;

import org.jspecify.annotations.NullMarked;
