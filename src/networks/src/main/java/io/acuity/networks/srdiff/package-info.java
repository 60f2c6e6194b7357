/** SRDiff (Li et al. 2022): an RRDB encoder and a U-Net that predicts the noise in residuals. */
@NullMarked
package io.acuity.networks.srdiff;

import org.jspecify.annotations.NullMarked;
