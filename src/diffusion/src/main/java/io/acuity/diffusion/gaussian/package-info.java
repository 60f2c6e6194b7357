/** Gaussian diffusion: noise schedules, the forward process, and ancestral and strided reverse steps. */
@NullMarked
package io.acuity.diffusion.gaussian;

import org.jspecify.annotations.NullMarked;
