package io.acuity.evaluation;

/**
 * What plain bicubic enlargement reaches on an image, rounded to 8 bits like any result.
 *
 * @param psnrY PSNR on luma in decibels
 * @param ssimY SSIM on luma
 */
public record BicubicScore(double psnrY, double ssimY) {}
