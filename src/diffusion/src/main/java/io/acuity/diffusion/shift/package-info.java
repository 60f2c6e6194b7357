/** Residual shifting: schedules, the process with its reverse steps, and a plain sampler over arrays. */
@NullMarked
package io.acuity.diffusion.shift;

import org.jspecify.annotations.NullMarked;
