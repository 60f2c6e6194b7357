/** What changed from frame to frame, so that only that is computed anew. */
@NullMarked
package io.acuity.video.change;

import org.jspecify.annotations.NullMarked;
