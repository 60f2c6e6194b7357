/** The trainer: dataset topics in, checkpoints and checkpoint events out. */
@NullMarked
package io.acuity.trainer;

import org.jspecify.annotations.NullMarked;
