/** Clips in: what is in a file, and its frames one after the other. */
@NullMarked
package io.acuity.video.decode;

import org.jspecify.annotations.NullMarked;
