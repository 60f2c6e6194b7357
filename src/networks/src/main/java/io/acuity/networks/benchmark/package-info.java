/** How fast networks run: emitted programs beside the same operations eager, and beside bare convolutions. */
@NullMarked
package io.acuity.networks.benchmark;

import org.jspecify.annotations.NullMarked;
