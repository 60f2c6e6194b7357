/** Masked diffusion: when each pixel starts to be refined, what it is before, and which rectangles that leaves to compute. */
@NullMarked
package io.acuity.diffusion.mask;

import org.jspecify.annotations.NullMarked;
