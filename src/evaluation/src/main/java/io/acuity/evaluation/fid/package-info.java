/** The Fréchet distance between the features of two sets of images (FID). */
@NullMarked
package io.acuity.evaluation.fid;

import org.jspecify.annotations.NullMarked;
