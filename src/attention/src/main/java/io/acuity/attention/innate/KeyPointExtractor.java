package io.acuity.attention.innate;

import boofcv.abst.feature.describe.ConfigSiftScaleSpace;
import boofcv.abst.feature.detect.interest.ConfigSiftDetector;
import boofcv.abst.feature.detect.interest.InterestPointDetector;
import boofcv.factory.feature.detect.interest.FactoryInterestPoint;
import boofcv.struct.image.GrayF32;
import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.UnitRange;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;

/**
 * The SIFT of the YODA paper: a gaussian around every SIFT key point of the LR image, as wide as the point's scale; where
 * several overlap the largest counts. The result is stretched to [0, 1] and enlarged bilinearly. An image without key
 * points has a map of 0.
 */
public final class KeyPointExtractor implements AttentionExtractor {
    /** Its name. */
    public static final String NAME = "sift";

    /** Lowe (2004): contrast 0.04 of the range, over three scales an octave. */
    private static final float CONTRAST = 0.04f * 255 / 3;

    private static final float FIRST_SIGMA = 1.6f;
    /** The image is doubled first, as in Lowe (2004): LR images are small and most of their detail is fine. */
    private static final int FIRST_OCTAVE = -1;

    private static final double SMALLEST_SIGMA = 2;
    private static final double SIGMA_OF_RADIUS = 0.5;
    private static final double REACH = 3;
    private static final int SMALLEST_SIDE = 8;
    /** The scale space of the doubled image takes some thirty times the image. */
    private static final long LARGEST = 1L << 20;

    /** Creates the extractor. */
    public KeyPointExtractor() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AttentionMap extract(FloatImage lowRes, int height, int width) {
        if (Math.min(lowRes.height(), lowRes.width()) < SMALLEST_SIDE) {
            return AttentionMap.uniform(height, width, 0); // no room for a scale space
        }
        GrayF32 grey = GreyImages.luma(bounded(lowRes));
        FloatImage map = FloatImage.zeros(1, grey.height, grey.width);
        InterestPointDetector<GrayF32> points = detector();
        points.detect(grey);
        for (int i = 0; i < points.getNumberOfFeatures(); i++) {
            var place = points.getLocation(i);
            raise(map, place.x, place.y, Math.max(SMALLEST_SIGMA, SIGMA_OF_RADIUS * points.getRadius(i)));
        }
        return AttentionMap.resized(UnitRange.stretch(map), height, width);
    }

    private static InterestPointDetector<GrayF32> detector() {
        ConfigSiftScaleSpace scales = new ConfigSiftScaleSpace();
        scales.sigma0 = FIRST_SIGMA;
        scales.firstOctave = FIRST_OCTAVE;
        ConfigSiftDetector detection = new ConfigSiftDetector();
        detection.extract.threshold = CONTRAST;
        return FactoryInterestPoint.sift(scales, detection, GrayF32.class);
    }

    private static FloatImage bounded(FloatImage image) {
        double shrink = Math.sqrt((double) LARGEST / ((long) image.height() * image.width()));
        return shrink >= 1
                ? image
                : Bicubic.resize(image, shrunk(image.height(), shrink), shrunk(image.width(), shrink));
    }

    private static int shrunk(int length, double shrink) {
        return Math.max(SMALLEST_SIDE, (int) (length * shrink));
    }

    private static void raise(FloatImage map, double x0, double y0, double sigma) {
        double reach = REACH * sigma;
        int left = Math.max(0, (int) Math.ceil(x0 - reach));
        int right = Math.min(map.width() - 1, (int) (x0 + reach));
        int bottom = Math.min(map.height() - 1, (int) (y0 + reach));
        for (int y = Math.max(0, (int) Math.ceil(y0 - reach)); y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double squared = (x - x0) * (x - x0) + (y - y0) * (y - y0);
                float height = (float) StrictMath.exp(-squared / (2 * sigma * sigma));
                int at = y * map.width() + x;
                map.values()[at] = Math.max(map.values()[at], height);
            }
        }
    }
}
