/** What a training step costs, measured against the same step without a trainer around it. */
@NullMarked
package io.acuity.training.benchmark;

import org.jspecify.annotations.NullMarked;
