package io.acuity.evaluation;

/**
 * Quality of one result.
 *
 * @param image file name
 * @param psnrY PSNR on luma in decibels; infinite for a perfect result
 * @param ssimY SSIM on luma
 * @param consistency mean squared error, times 10⁵, of the result shrunk back against the input
 * @param bicubic the yardstick on the same image
 */
public record ImageScore(String image, double psnrY, double ssimY, double consistency, BicubicScore bicubic) {}
