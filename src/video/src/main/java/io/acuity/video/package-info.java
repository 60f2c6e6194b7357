/** Clips as sequences of frames: exact times, RGB pixels, and how a clip can fail. */
@NullMarked
package io.acuity.video;

import org.jspecify.annotations.NullMarked;
