/** LPIPS: how different two images look, judged by the features of an image classifier. */
@NullMarked
package io.acuity.networks.perceptual;

import org.jspecify.annotations.NullMarked;
