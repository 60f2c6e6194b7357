/** Weights in memory of the device, in the order a program wants them. */
@NullMarked
package io.acuity.networks.weights;

import org.jspecify.annotations.NullMarked;
