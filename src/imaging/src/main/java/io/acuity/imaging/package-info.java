/** Images in memory: planes of 16-bit samples for pictures, planar floats for mathematics. */
@NullMarked
package io.acuity.imaging;

import org.jspecify.annotations.NullMarked;
