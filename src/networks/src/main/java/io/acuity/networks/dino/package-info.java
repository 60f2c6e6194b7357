/** The self-supervised networks of DINO that say where an image matters: vision transformers and ResNet-50. */
@NullMarked
package io.acuity.networks.dino;

import org.jspecify.annotations.NullMarked;
