package io.acuity.attention;

import io.acuity.imaging.FloatImage;

/** Stretching a map to [0, 1]. */
public final class UnitRange {
    private UnitRange() {}

    /**
     * Stretches each channel by itself: its smallest value becomes 0, its largest 1. A channel that is the same everywhere
     * singles nothing out and becomes 0.
     *
     * @param maps any channels, finite; changed in place
     * @return {@code maps}
     */
    public static FloatImage stretch(FloatImage maps) {
        int size = maps.height() * maps.width();
        for (int c = 0; c < maps.channels(); c++) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int i = c * size; i < (c + 1) * size; i++) {
                least = Math.min(least, maps.values()[i]);
                most = Math.max(most, maps.values()[i]);
            }
            for (int i = c * size; i < (c + 1) * size; i++) {
                maps.values()[i] = stretched(maps.values()[i], least, most);
            }
        }
        return maps;
    }

    /** Where {@code value} lies between {@code least} and {@code most}, 0 to 1; 0 when the two are equal. */
    public static float stretched(float value, float least, float most) {
        return most > least ? Math.min(Math.max((value - least) / (most - least), 0f), 1f) : 0f;
    }
}
