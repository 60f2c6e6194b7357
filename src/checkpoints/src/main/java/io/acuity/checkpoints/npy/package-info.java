/** Arrays recorded by NumPy, as the golden cases keep them. */
@NullMarked
package io.acuity.checkpoints.npy;

import org.jspecify.annotations.NullMarked;
