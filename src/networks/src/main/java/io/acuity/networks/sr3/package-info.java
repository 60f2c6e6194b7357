/** SR3's U-Net under its published names: whole frames in pixel space, conditioned on the noise level or the step. */
@NullMarked
package io.acuity.networks.sr3;

import org.jspecify.annotations.NullMarked;
