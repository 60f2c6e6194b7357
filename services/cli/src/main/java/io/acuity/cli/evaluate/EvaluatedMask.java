package io.acuity.cli.evaluate;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.diffusion.frame.Magnification;
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
            description =
                    "Extractor of the maps of a masked model, learned ones too once installed; none refines every pixel in every step "
                            + "(default: ${DEFAULT-VALUE}).")
    private String attention = AttentionCatalog.DEFAULT_EXTRACTOR;

    @Option(
            names = "--lower-bound",
            paramLabel = "L",
            description = "Least share of the steps in which a pixel is refined (default: ${DEFAULT-VALUE}).")
    private double lowerBound = Masking.DEFAULT_LOWER_BOUND;

    /**
     * The masks of a model's pictures; null for a model without masks.
     *
     * @throws io.acuity.attention.UnknownExtractorException if there is no such extractor
     * @throws io.acuity.attention.MissingWeightsException if its weights are not installed
     */
    @Nullable
    ChosenMask chosen(AttentionCatalog extractors, UpscaleModel model) {
        return model instanceof MaskedModel ? new ChosenMask(extractors.find(attention), lowerBound) : null;
    }

    /** An extractor that was found, and the share of the steps that every pixel gets. */
    record ChosenMask(AttentionExtractor extractor, double lowerBound) {
        /** The mask for a picture. */
        Masking of(Picture lowRes, Magnification scale) {
            AttentionMap map = extractor.extract(lowRes, scale.length(lowRes.height()), scale.length(lowRes.width()));
            return new Masking(map, lowerBound, Coverage.RECTANGLES);
        }
    }
}
