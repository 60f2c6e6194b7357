package io.acuity.worker.job;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.attention.picture.MapPictures;
import io.acuity.diffusion.scheduler.MaskedJobSpec.Coverage;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.events.FailureCode;
import io.acuity.events.Operation;
import io.acuity.events.Recipe;
import io.acuity.imaging.Picture;
import io.acuity.worker.upscale.BlockMeans;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.Masking;
import io.acuity.worker.upscale.PictureUpscaler;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.UpscaleOrder;
import io.acuity.worker.upscale.WholeImageModel;
import org.jspecify.annotations.Nullable;

/** Where masks come from: a map the request brings, or one extracted from its picture. Safe for use by several threads. */
final class MaskDesk {
    private final AttentionCatalog extractors;
    private final PayloadDesk payloads;
    private final PictureUpscaler upscaler;

    MaskDesk(AttentionCatalog extractors, PayloadDesk payloads, PictureUpscaler upscaler) {
        this.extractors = extractors;
        this.payloads = payloads;
        this.upscaler = upscaler;
    }

    /** The mask of a job's picture; null for a job without one. */
    @Nullable
    Masking masking(JobPlan plan, Picture picture) {
        Recipe recipe = plan.request().getRecipe();
        if (!isMasked(plan)) {
            requireNoMask(recipe);
            return null;
        }
        Double asked = recipe.getLowerBound();
        double lowerBound = asked == null ? Masking.DEFAULT_LOWER_BOUND : asked;
        if (!(lowerBound >= 0 && lowerBound <= 1)) {
            throw invalid("The lower bound " + lowerBound + " is not within 0 to 1; 0.2 is usual.");
        }
        int height = plan.model().magnification().length(picture.height());
        int width = plan.model().magnification().length(picture.width());
        return new Masking(map(plan, picture, height, width), lowerBound, Coverage.RECTANGLES);
    }

    /** Models for masks need one; models that look at whole images take one where it is asked for. */
    static boolean isMasked(JobPlan plan) {
        return switch (plan.model()) {
            case MaskedModel masked -> true;
            case WholeImageModel whole -> plan.request().getOperation() == Operation.MASKED_DIFFUSION;
            case ShiftModel shift -> false;
        };
    }

    private AttentionMap map(JobPlan plan, Picture picture, int height, int width) {
        Recipe recipe = plan.request().getRecipe();
        Object given = recipe.getAttentionMap();
        String named = recipe.getAttention();
        if (given == null) {
            AttentionExtractor extractor = extractors.find(named == null ? AttentionCatalog.DEFAULT_EXTRACTOR : named);
            return extractor.extract(seen(plan.model(), picture), height, width);
        }
        if (named != null) {
            throw invalid(
                    "The request brings an attention map and names the extractor " + named + "; send one of the two.");
        }
        return MapPictures.read(payloads.picture(given), height, width);
    }

    /**
     * What attention is taken from. With two stages it is what the first one made, where noise and blocks of a bad photo
     * draw none any more, in the size of the picture, which is the one extractors are made for.
     */
    private Picture seen(UpscaleModel model, Picture picture) {
        WholeImageModel first = model instanceof WholeImageModel whole ? whole.firstStage() : null;
        if (first == null) {
            return picture;
        }
        UpscaleOrder order = new UpscaleOrder(new Picture(picture.colour(), null, picture.bitDepth()), first, 0, false);
        BlockMeans cleaned = new BlockMeans(order.resultLayout(), first.scale());
        upscaler.start(order, cleaned, ProgressListener.NONE).done().join();
        return cleaned.picture();
    }

    private static void requireNoMask(Recipe recipe) {
        if (recipe.getAttention() != null || recipe.getAttentionMap() != null || recipe.getLowerBound() != null) {
            throw invalid("Attention belongs to the operation MASKED_DIFFUSION; ask for it, or leave attention,"
                    + " attentionMap and lowerBound out.");
        }
    }

    private static JobRefusedException invalid(String sentence) {
        return new JobRefusedException(FailureCode.INVALID_REQUEST, sentence);
    }
}
