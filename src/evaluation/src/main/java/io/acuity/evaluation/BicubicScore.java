package io.acuity.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * What plain bicubic enlargement reaches on an image, rounded to 8 bits like any result.
 *
 * @param psnrY PSNR on luma in decibels
 * @param ssimY SSIM on luma
 * @param niqe NIQE; null where it was not measured or the image is too small
 */
public record BicubicScore(
        double psnrY, double ssimY, @Nullable Double niqe) {}
