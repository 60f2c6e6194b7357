package io.acuity.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * Quality of one result.
 *
 * @param image file name
 * @param psnrY PSNR on luma in decibels; infinite for a perfect result
 * @param ssimY SSIM on luma
 * @param consistency mean squared error, times 10⁵, of the result shrunk back against the input
 * @param niqe NIQE of the whole result, lower is more natural; null where it was not measured or the image is too small
 * @param bicubic the yardstick on the same image
 * @param original the original by itself
 */
public record ImageScore(
        String image,
        double psnrY,
        double ssimY,
        double consistency,
        @Nullable Double niqe,
        BicubicScore bicubic,
        OriginalScore original) {}
