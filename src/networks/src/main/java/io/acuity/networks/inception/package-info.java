/** The Inception network whose features the Fréchet distance of image sets (FID) is measured on. */
@NullMarked
package io.acuity.networks.inception;

import org.jspecify.annotations.NullMarked;
