/** Drawn clips, the same from the same seed: to try things with, and what the project's figures are measured on. */
@NullMarked
package io.acuity.video.sample;

import org.jspecify.annotations.NullMarked;
