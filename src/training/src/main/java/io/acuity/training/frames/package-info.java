/** Training and measuring pixel-space diffusion on whole small frames, plain and with time-dependent masks. */
@NullMarked
package io.acuity.training.frames;

import org.jspecify.annotations.NullMarked;
