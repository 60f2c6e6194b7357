package io.acuity.cli.evaluate;

import io.acuity.attention.AttentionMap;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.diffusion.scheduler.MaskedJobSpec.Coverage;
import io.acuity.imaging.Picture;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.Masking;
import io.acuity.worker.upscale.UpscaleModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a masked model is masked while it is measured. */
final class EvaluatedMask {
    @Option(
            names = "--attention",
            paramLabel = "NAME",
            description = "Extractor of the maps of a masked model; none refines every pixel in every step "
                    + "(default: ${DEFAULT-VALUE}).")
    private String attention = AttentionCatalog.DEFAULT_EXTRACTOR;

    @Option(
            names = "--lower-bound",
            paramLabel = "L",
            description = "Least share of the steps in which a pixel is refined (default: ${DEFAULT-VALUE}).")
    private double lowerBound = Masking.DEFAULT_LOWER_BOUND;

    /** The mask for a picture; null for a model without masks. */
    @Nullable
    Masking of(Picture lowRes, UpscaleModel model) {
        if (!(model instanceof MaskedModel)) {
            return null;
        }
        AttentionMap map = AttentionCatalog.innate()
                .find(attention)
                .extract(lowRes, lowRes.height() * model.scale(), lowRes.width() * model.scale());
        return new Masking(map, lowerBound, Coverage.RECTANGLES);
    }
}
