/** What is fed and what is asked for at each training step. */
@NullMarked
package io.acuity.training.objective;

import org.jspecify.annotations.NullMarked;
