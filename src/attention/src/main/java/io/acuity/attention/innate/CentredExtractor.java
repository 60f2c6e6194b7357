package io.acuity.attention.innate;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.imaging.FloatImage;

/**
 * The GAUSSIAN of the YODA paper, whose width it does not tell: {@code A = exp(−(dx² / 2σx² + dy² / 2σy²))} around the
 * centre of the result, with σ a quarter of each side. It looks at nothing but the size: 1 in the centre, 0.14 in the
 * middle of a side, 0.02 in a corner.
 */
public final class CentredExtractor implements AttentionExtractor {
    /** Its name. */
    public static final String NAME = "gaussian";

    private static final double SIGMA = 0.25;

    /** Creates the extractor. */
    public CentredExtractor() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AttentionMap extract(FloatImage lowRes, int height, int width) {
        float[] horizontal = profile(width);
        float[] vertical = profile(height);
        return AttentionMap.of(height, width, (y, row) -> {
            for (int x = 0; x < width; x++) {
                row[x] = vertical[y] * horizontal[x];
            }
        });
    }

    private static float[] profile(int length) {
        float[] profile = new float[length];
        for (int i = 0; i < length; i++) {
            double distance = (i + 0.5 - length / 2.0) / (SIGMA * length);
            // StrictMath: the same map on every machine.
            profile[i] = (float) StrictMath.exp(-distance * distance / 2);
        }
        return profile;
    }
}
