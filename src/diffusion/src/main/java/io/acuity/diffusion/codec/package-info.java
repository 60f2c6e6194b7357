/** Between pictures and latents: pixel unshuffle, upsampling straight into latents, and rows of the result. */
@NullMarked
package io.acuity.diffusion.codec;

import org.jspecify.annotations.NullMarked;
