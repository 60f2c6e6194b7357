/** Clips out: frames encoded with their own times, everything else of the source copied beside them. */
@NullMarked
package io.acuity.video.encode;

import org.jspecify.annotations.NullMarked;
