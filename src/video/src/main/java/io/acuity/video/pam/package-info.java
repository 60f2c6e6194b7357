/** Frames between processes: the lossless format pixels travel in. */
@NullMarked
package io.acuity.video.pam;

import org.jspecify.annotations.NullMarked;
