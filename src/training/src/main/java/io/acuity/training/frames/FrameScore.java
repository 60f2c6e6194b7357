package io.acuity.training.frames;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.metrics.ColourShift;
import io.acuity.imaging.metrics.Consistency;
import io.acuity.imaging.metrics.Luma;
import io.acuity.imaging.metrics.Psnr;
import io.acuity.imaging.metrics.Ssim;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How near a result is to its original. No border is cut: frames are small, and SR3's own measure cuts none.
 *
 * @param name of the frame
 * @param psnr over RGB in dB
 * @param psnrY on luma in dB
 * @param ssim on luma
 * @param psnrMeans PSNR after the result's channel means were replaced by those of the original: what is left when a
 *     colour shift is forgiven (YODA, table 2)
 * @param ssimMeans SSIM after the same
 * @param consistency mean squared error, times 10⁵, between the LR image and the result reduced to its size; lower is better
 * @param refinedShare refined pixels over all, summed over steps
 */
public record FrameScore(
        String name,
        double psnr,
        double psnrY,
        double ssim,
        double psnrMeans,
        double ssimMeans,
        double consistency,
        double refinedShare) {
    static FrameScore of(Frame frame, FloatImage original, FloatImage result, double refinedShare) {
        FloatImage shifted = ColourShift.forgiven(result, original);
        return new FrameScore(
                frame.name(),
                Psnr.ofColours(original, result),
                Psnr.of(Luma.bt601(original), Luma.bt601(result)),
                ssim(original, result),
                Psnr.ofColours(original, shifted),
                ssim(original, shifted),
                Consistency.of(result, frame.lowRes()),
                refinedShare);
    }

    /** The means of all figures. */
    public static FrameScore mean(String name, List<FrameScore> scores) {
        return new FrameScore(
                name,
                mean(scores, FrameScore::psnr),
                mean(scores, FrameScore::psnrY),
                mean(scores, FrameScore::ssim),
                mean(scores, FrameScore::psnrMeans),
                mean(scores, FrameScore::ssimMeans),
                mean(scores, FrameScore::consistency),
                mean(scores, FrameScore::refinedShare));
    }

    private static double mean(List<FrameScore> scores, ToDoubleFunction<FrameScore> figure) {
        return scores.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static double ssim(FloatImage a, FloatImage b) {
        return Ssim.of(Luma.bt601(a), Luma.bt601(b));
    }
}
