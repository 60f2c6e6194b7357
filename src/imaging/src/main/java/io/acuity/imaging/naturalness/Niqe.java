package io.acuity.imaging.naturalness;

import io.acuity.imaging.metrics.Luma;
import java.util.List;
import java.util.OptionalDouble;

/**
 * NIQE: the distance between the patch statistics of a picture and those of undamaged photographs. Lower is more
 * natural. Figures compare only when they were made with the same statistics of photographs.
 */
public final class Niqe {
    /** Side of a patch; a picture needs room for at least two. */
    public static final int PATCH = NaturalPatch.SIDE;

    private static final int LEAST_PATCHES = 2;

    private final PatchStatistics pristine;

    /** Creates the measure from what {@link NiqeFit} found in undamaged photographs. */
    public Niqe(PatchStatistics pristine) {
        this.pristine = pristine;
    }

    /**
     * NIQE of a whole picture. Patches do not overlap; what is left at the right and the bottom is not looked at.
     *
     * @param picture luma on the scale of 0 to 255
     * @return 0 or more; empty when fewer than two patches of {@link #PATCH} pixels a side fit or have any contrast,
     *     because one patch has no covariance
     */
    public OptionalDouble of(Luma picture) {
        List<NaturalPatch> patches = NaturalPatch.of(picture);
        return patches.size() < LEAST_PATCHES
                ? OptionalDouble.empty()
                : OptionalDouble.of(PatchStatistics.of(patches).distanceTo(pristine));
    }
}
