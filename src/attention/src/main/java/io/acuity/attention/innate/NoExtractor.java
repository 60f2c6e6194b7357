package io.acuity.attention.innate;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.imaging.FloatImage;

/** No preference: A = 1 everywhere, which makes masked sampling the plain one. */
public final class NoExtractor implements AttentionExtractor {
    /** Its name. */
    public static final String NAME = "none";

    /** Creates the extractor. */
    public NoExtractor() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AttentionMap extract(FloatImage lowRes, int height, int width) {
        return AttentionMap.uniform(height, width, 1);
    }
}
