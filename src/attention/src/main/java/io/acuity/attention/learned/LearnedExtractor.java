package io.acuity.attention.learned;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.ExtractorName;
import io.acuity.attention.HeadChoice;
import io.acuity.attention.UnknownExtractorException;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;

/**
 * The map of a learned backbone. The LR image is brought bicubically to sides of at least 224 pixels, larger ones to the
 * nearest multiple of the backbone's; its maps are enlarged bilinearly to the result, each head is stretched to [0, 1]
 * there, and the heads become one map: a single head, the mean or the maximum, without stretching again. An image of one
 * colour gives 0 everywhere. The YODA paper leaves all this open but the aggregation (its table 3: MAX is best).
 */
public final class LearnedExtractor implements AttentionExtractor {
    private final SaliencyBackbone backbone;
    private final HeadChoice heads;

    /**
     * Creates the extractor.
     *
     * @param backbone callable from the threads that will extract
     * @param heads one head, the mean or the maximum
     * @throws UnknownExtractorException if the backbone has no such head
     */
    public LearnedExtractor(SaliencyBackbone backbone, HeadChoice heads) {
        if (heads instanceof HeadChoice.One(int index) && index >= backbone.heads()) {
            throw new UnknownExtractorException("The backbone " + backbone.name() + " has heads 0 to "
                    + (backbone.heads() - 1) + ", not " + index + "; choose one of them, :avg or :max.");
        }
        this.backbone = backbone;
        this.heads = heads;
    }

    @Override
    public String name() {
        return new ExtractorName(backbone.name(), heads).text();
    }

    @Override
    public AttentionMap extract(FloatImage lowRes, int height, int width) {
        if (isConstant(lowRes)) {
            return AttentionMap.uniform(height, width, 0);
        }
        FloatImage maps = new BlendedMaps(backbone, input(lowRes)).compute();
        HeadMaps resized = HeadMaps.of(maps, height, width);
        return AttentionMap.of(
                height,
                width,
                switch (heads) {
                    case HeadChoice.One(int index) -> (y, row) -> resized.one(index, y, row);
                    case HeadChoice.Average() -> resized::average;
                    case HeadChoice.Maximum() -> resized::maximum;
                });
    }

    /** What a network makes of the borders of an image without content says nothing about the image. */
    private static boolean isConstant(FloatImage image) {
        int size = image.height() * image.width();
        for (int i = 0; i < image.values().length; i++) {
            if (image.values()[i] != image.values()[i / size * size]) {
                return false;
            }
        }
        return true;
    }

    private FloatImage input(FloatImage lowRes) {
        FloatImage resized = Bicubic.resize(lowRes, side(lowRes.height()), side(lowRes.width()));
        int size = resized.height() * resized.width();
        for (int c = 0; c < 3; c++) {
            float mean = backbone.mean()[c];
            float deviation = backbone.standardDeviation()[c];
            for (int i = c * size; i < (c + 1) * size; i++) {
                float clipped = Math.min(Math.max(resized.values()[i], 0f), 1f);
                resized.values()[i] = (clipped - mean) / deviation;
            }
        }
        return resized;
    }

    private int side(int length) {
        int multiple = backbone.inputMultiple();
        return Math.max(backbone.smallestSide(), (length + multiple / 2) / multiple * multiple);
    }
}
