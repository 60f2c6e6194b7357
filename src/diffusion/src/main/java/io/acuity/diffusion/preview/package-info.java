/** Small pictures of how an image stands while it is refined. */
@NullMarked
package io.acuity.diffusion.preview;

import org.jspecify.annotations.NullMarked;
