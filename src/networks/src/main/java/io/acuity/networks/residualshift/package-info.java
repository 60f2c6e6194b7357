/** The compact residual-shift network of this project in pixel-unshuffle space. */
@NullMarked
package io.acuity.networks.residualshift;

import org.jspecify.annotations.NullMarked;
