/** Changing the size of images the way the super-resolution literature does. */
@NullMarked
package io.acuity.imaging.resample;

import org.jspecify.annotations.NullMarked;
