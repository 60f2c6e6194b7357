/** How an image is cut: tiles whose cores partition it, and windows that carry the network's halo. */
@NullMarked
package io.acuity.diffusion.tiles;

import org.jspecify.annotations.NullMarked;
