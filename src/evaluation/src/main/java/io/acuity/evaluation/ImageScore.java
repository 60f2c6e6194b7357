package io.acuity.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * @param further measures asked for beside these, by their id
 */
public record ImageScore(
        String image,
        double psnrY,
        double ssimY,
        double consistency,
        @Nullable Double niqe,
        BicubicScore bicubic,
        OriginalScore original,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Figures> further) {
    /** Keeps its own copy of the further measures, in their order. */
    public ImageScore {
        further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
    }

    /** The same figures as the means over this image alone. */
    public MeanScore alone() {
        return new MeanScore(psnrY, ssimY, consistency, niqe, bicubic, original, further);
    }
}
