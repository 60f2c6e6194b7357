/** The training loop: initial weights, optimizer, moving average, progress. */
@NullMarked
package io.acuity.training.loop;

import org.jspecify.annotations.NullMarked;
