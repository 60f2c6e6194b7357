/** Weight files of any format behind one door, the names in them, and what no weight may be. */
@NullMarked
package io.acuity.checkpoints.weights;

import org.jspecify.annotations.NullMarked;
