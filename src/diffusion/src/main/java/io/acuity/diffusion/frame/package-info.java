/**
 * Sampling of whole images, for networks in which every pixel depends on all others: models, their chains, and jobs that
 * take turns on the device step by step.
 */
@NullMarked
package io.acuity.diffusion.frame;

import org.jspecify.annotations.NullMarked;
