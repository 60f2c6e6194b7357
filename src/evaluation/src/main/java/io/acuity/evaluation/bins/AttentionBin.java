package io.acuity.evaluation.bins;

import org.jspecify.annotations.Nullable;

/**
 * The pixels of a set whose attention lies in a range, all taken together.
 *
 * @param from least attention, included
 * @param to largest attention, excluded; included in the last bin
 * @param share of all pixels, 0 to 1
 * @param psnrY PSNR on luma of the results over these pixels, in decibels; infinite for perfect ones; null where there are
 *     none
 * @param bicubicPsnrY the same of bicubic enlargement
 */
public record AttentionBin(
        double from,
        double to,
        double share,
        @Nullable Double psnrY,
        @Nullable Double bicubicPsnrY) {}
