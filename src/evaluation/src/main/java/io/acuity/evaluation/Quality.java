package io.acuity.evaluation;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.metrics.Consistency;
import io.acuity.imaging.metrics.Luma;
import io.acuity.imaging.metrics.Psnr;
import io.acuity.imaging.metrics.Ssim;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * How good an upscaled image is, as the literature measures it: a border as wide as the scale is cut before PSNR and
 * SSIM, Y is BT.601 without rounding.
 *
 * @param psnrY PSNR on luma in dB
 * @param ssimY SSIM on luma
 * @param psnrRgb PSNR over the three colours in dB
 * @param consistency mean squared error, times 10⁵, between the LR image and the result shrunk again
 */
public record Quality(double psnrY, double ssimY, double psnrRgb, double consistency) {
    /**
     * Measures a result.
     *
     * @param result upscaled image in [0, 1]
     * @param sample what it was made from, and what it should be
     */
    public static Quality of(FloatImage result, Sample sample) {
        FloatImage inner = Sample.inner(sample.highRes(), sample.scale());
        FloatImage innerResult = Sample.inner(result, sample.scale());
        Luma luma = Luma.bt601(inner);
        Luma lumaResult = Luma.bt601(innerResult);
        return new Quality(
                Psnr.of(luma, lumaResult),
                Ssim.of(luma, lumaResult),
                Psnr.ofColours(inner, innerResult),
                Consistency.of(result, sample.lowRes()));
    }

    /** The mean of each figure; NaN of none. */
    public static Quality mean(Collection<Quality> qualities) {
        return new Quality(
                mean(qualities, Quality::psnrY),
                mean(qualities, Quality::ssimY),
                mean(qualities, Quality::psnrRgb),
                mean(qualities, Quality::consistency));
    }

    private static double mean(Collection<Quality> qualities, ToDoubleFunction<Quality> figure) {
        return qualities.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
