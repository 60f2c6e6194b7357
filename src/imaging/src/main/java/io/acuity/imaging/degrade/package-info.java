/**
 * From a clean picture to a small damaged one, as training needs it: plain bicubic reduction, and the two-stage blind chain
 * of Real-ESRGAN (Wang et al. 2021, "Real-ESRGAN: training real-world blind super-resolution with pure synthetic data").
 * Chance is spent in a plan made from a seed; carrying out a plan is a function.
 */
@NullMarked
package io.acuity.imaging.degrade;

import org.jspecify.annotations.NullMarked;
