/** From bytes to pictures: what is an image, how large may it be, and what do its samples mean in sRGB. */
@NullMarked
package io.acuity.imaging.decode;

import org.jspecify.annotations.NullMarked;
