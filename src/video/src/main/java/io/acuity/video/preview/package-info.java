/** Looking at a result: before beside after, as a sheet of stills and as a clip. */
@NullMarked
package io.acuity.video.preview;

import org.jspecify.annotations.NullMarked;
