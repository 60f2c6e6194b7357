/** Maps as pictures: files that hold them, and coloured overlays for people. */
@NullMarked
package io.acuity.attention.picture;

import org.jspecify.annotations.NullMarked;
