package io.acuity.attention.innate;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.alg.filter.blur.GBlurImageOps;
import boofcv.factory.feature.detect.edge.FactoryEdgeDetectors;
import boofcv.struct.image.GrayF32;
import boofcv.struct.image.GrayU8;
import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.UnitRange;
import io.acuity.imaging.FloatImage;

/**
 * The EDGE of the YODA paper: Canny edges of the LR image, closed, so that texture becomes area, blurred, stretched to
 * [0, 1] and enlarged bilinearly. Thresholds are fixed, not shares of the strongest edge: noise in an empty image stays
 * below them and its map is 0 everywhere.
 */
public final class EdgeExtractor implements AttentionExtractor {
    /** Its name. */
    public static final String NAME = "edges";

    private static final int CANNY_BLUR_RADIUS = 1;
    /** Grey levels (of 255) a pixel: what 100 and 200 are for a 3×3 Sobel filter, whose gain is eight. */
    private static final float WEAK = 12.5f;

    private static final float STRONG = 25f;
    private static final int CLOSING = 1;
    private static final double BLUR_SIGMA = 2;
    private static final int SMALLEST_SIDE = 3;

    /** Creates the extractor. */
    public EdgeExtractor() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AttentionMap extract(FloatImage lowRes, int height, int width) {
        if (Math.min(lowRes.height(), lowRes.width()) < SMALLEST_SIDE) {
            return AttentionMap.uniform(height, width, 0); // no room for an edge
        }
        GrayU8 area = closed(edges(GreyImages.luma(lowRes)));
        FloatImage map = UnitRange.stretch(blurred(area));
        return AttentionMap.resized(map, height, width);
    }

    private static GrayU8 edges(GrayF32 grey) {
        GrayU8 edges = new GrayU8(grey.width, grey.height);
        FactoryEdgeDetectors.canny(CANNY_BLUR_RADIUS, false, false, GrayF32.class, GrayF32.class)
                .process(grey, WEAK, STRONG, edges);
        return edges;
    }

    private static GrayU8 closed(GrayU8 edges) {
        GrayU8 dilated = BinaryImageOps.dilate8(edges, CLOSING, null);
        GrayU8 closed = BinaryImageOps.erode8(dilated, CLOSING, null);
        // Eroding eats the border, because beyond it there is nothing; edges found there stay.
        return BinaryImageOps.logicOr(closed, edges, closed);
    }

    private static FloatImage blurred(GrayU8 area) {
        GrayF32 sharp = new GrayF32(area.width, area.height);
        for (int i = 0; i < sharp.data.length; i++) {
            sharp.data[i] = area.data[i];
        }
        GrayF32 soft = GBlurImageOps.gaussian(sharp, null, BLUR_SIGMA, -1, null);
        return new FloatImage(1, area.height, area.width, soft.data);
    }
}
