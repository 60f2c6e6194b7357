/** Attribution guided factorisation: what in an image speaks for an output of a convolutional network. */
@NullMarked
package io.acuity.networks.attribution;

import org.jspecify.annotations.NullMarked;
