/** Noise that is a pure function of seed, draw, pixel and channel: the same on every worker, tile and run. */
@NullMarked
package io.acuity.diffusion.noise;

import org.jspecify.annotations.NullMarked;
