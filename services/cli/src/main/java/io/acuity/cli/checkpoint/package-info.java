/** Checkpoints on the topic, from the command line. */
@NullMarked
package io.acuity.cli.checkpoint;

import org.jspecify.annotations.NullMarked;
