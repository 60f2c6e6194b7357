package io.acuity.imaging.degrade;

import io.acuity.imaging.FloatImage;
import java.util.List;

/**
 * Steps to be done one after the other, all chance spent.
 *
 * @param steps in order; the last result is clipped to [0, 1] and rounded to multiples of 1/255
 */
public record DegradationPlan(List<DegradationStep> steps) {
    private static final float LEVELS = 255;

    /** Keeps its own copy of the steps. */
    public DegradationPlan {
        steps = List.copyOf(steps);
    }

    /** Does every step to {@code image}, which stays as it is. */
    public FloatImage apply(FloatImage image) {
        FloatImage current = image;
        for (DegradationStep step : steps) {
            current = step.apply(current);
        }
        float[] rounded = new float[current.values().length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = Math.round(Math.clamp(current.values()[i], 0f, 1f) * LEVELS) / LEVELS;
        }
        return new FloatImage(current.channels(), current.height(), current.width(), rounded);
    }

    /** Refuses pictures that cannot be divided by {@code scale}. */
    static void requireMultiples(int height, int width, int scale) {
        if (height < scale || width < scale || height % scale != 0 || width % scale != 0) {
            throw new IllegalArgumentException("A picture of " + width + "×" + height + " cannot be made " + scale
                    + " times smaller; cut its sides to multiples of " + scale + ".");
        }
    }
}
