/** Full-reference image quality as the super-resolution literature measures it. */
@NullMarked
package io.acuity.imaging.metrics;

import org.jspecify.annotations.NullMarked;
