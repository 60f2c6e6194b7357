/** IDM (Gao et al. 2023): SR3's U-Net with coordinate decoders, for results of any size. */
@NullMarked
package io.acuity.networks.idm;

import org.jspecify.annotations.NullMarked;
