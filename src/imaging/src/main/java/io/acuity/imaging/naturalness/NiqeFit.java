package io.acuity.imaging.naturalness;

import io.acuity.imaging.metrics.Luma;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the sharp patches of undamaged photographs, from which NIQE's statistics are made. For one thread.
 *
 * <p>Of each photograph the patches with more than three quarters of the sharpness of its sharpest one are taken
 * (equation 4 of the paper and the text below it), so that sky and blurred background do not count as natural.
 */
public final class NiqeFit {
    /** Share of the greatest sharpness of a photograph that a patch must exceed. */
    public static final double SHARPNESS_SHARE = 0.75;
    /** Patches below which the covariance cannot have full rank. */
    public static final int LEAST_PATCHES = PatchStatistics.FEATURES + 1;

    private final List<NaturalPatch> chosen = new ArrayList<>();

    /** Creates an empty collection. */
    public NiqeFit() {}

    /**
     * Takes the sharp patches of one photograph.
     *
     * @param photograph luma on the scale of 0 to 255
     * @return how many were taken; 0 when no patch fits or has contrast
     */
    public int add(Luma photograph) {
        List<NaturalPatch> patches = NaturalPatch.of(photograph);
        double sharpest =
                patches.stream().mapToDouble(NaturalPatch::sharpness).max().orElse(0);
        List<NaturalPatch> sharp = patches.stream()
                .filter(patch -> patch.sharpness() > SHARPNESS_SHARE * sharpest)
                .toList();
        chosen.addAll(sharp);
        return sharp.size();
    }

    /** Patches taken so far. */
    public int patches() {
        return chosen.size();
    }

    /**
     * The statistics of all patches taken.
     *
     * @throws IllegalStateException with fewer than {@link #LEAST_PATCHES} of them
     */
    public PatchStatistics statistics() {
        if (chosen.size() < LEAST_PATCHES) {
            throw new IllegalStateException("The photographs hold " + chosen.size() + " sharp patches of "
                    + NaturalPatch.SIDE + "×" + NaturalPatch.SIDE + " pixels; " + PatchStatistics.FEATURES
                    + " features need at least " + LEAST_PATCHES + ", so add larger or more photographs.");
        }
        return PatchStatistics.of(chosen);
    }
}
