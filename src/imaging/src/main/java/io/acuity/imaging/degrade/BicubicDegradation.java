package io.acuity.imaging.degrade;

import io.acuity.imaging.degrade.DegradationStep.BicubicReduction;
import java.util.List;

/**
 * MATLAB-compatible bicubic reduction and nothing else; the seed changes nothing.
 *
 * @param scale how many times smaller, at least 1
 */
public record BicubicDegradation(int scale) implements Degradation {
    /** Refuses a scale below 1. */
    public BicubicDegradation {
        if (scale < 1) {
            throw new IllegalArgumentException("A picture is made at least 1 time smaller, not " + scale + ".");
        }
    }

    @Override
    public DegradationPlan plan(int height, int width, long seed) {
        DegradationPlan.requireMultiples(height, width, scale);
        return new DegradationPlan(List.of(new BicubicReduction(height / scale, width / scale)));
    }
}
