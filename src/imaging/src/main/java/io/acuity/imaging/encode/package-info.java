/** From rows of samples to PNG, JPEG and TIFF; PNG leaves as its rows arrive. */
@NullMarked
package io.acuity.imaging.encode;

import org.jspecify.annotations.NullMarked;
