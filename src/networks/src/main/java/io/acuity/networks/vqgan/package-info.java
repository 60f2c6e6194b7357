/** The vector-quantised autoencoder whose latents ResShift works in, under the names of its published checkpoints. */
@NullMarked
package io.acuity.networks.vqgan;

import org.jspecify.annotations.NullMarked;
