/** ResShift's U-Net with shifted-window attention, under the names of its published checkpoints. */
@NullMarked
package io.acuity.networks.resshift;

import org.jspecify.annotations.NullMarked;
