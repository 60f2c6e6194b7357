/** The state of a job: blocks off the heap that know their step, and bands of the result. Owned by the device thread. */
@NullMarked
package io.acuity.diffusion.canvas;

import org.jspecify.annotations.NullMarked;
