package io.acuity.networks.sr3;

import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.gaussian.VarianceRange;

/** What the variational bound has to know of the step a sample is at: a row of the training program's {@code steps}. */
public final class StepTerms {
    /** Values of a row. */
    public static final int COUNT = 5;

    static final int ERROR_TO_MEAN = 0;
    static final int LOWEST_LOG = 1;
    static final int HIGHEST_LOG = 2;
    static final int LAST = 3;
    static final int FACTOR = 4;

    /** λ of the hybrid loss (Nichol and Dhariwal 2021, eq. 16). */
    private static final double SHARE_OF_BOUND = 0.001;

    private StepTerms() {}

    /**
     * The row of step {@code index} = t − 1. The factor is λ T / ln 2: the bound is the sum over T steps, of which one is
     * drawn, in bits per value.
     */
    public static float[] of(GaussianSchedule schedule, Prediction prediction, int index) {
        // x − x̂ for an error of 1 in what is predicted; ε̂ − ε leads the other way.
        double toClean =
                prediction == Prediction.NOISE ? -schedule.noiseDeviation(index) / schedule.noiseLevel(index) : 1;
        VarianceRange range = VarianceRange.of(schedule, index);
        float[] row = new float[COUNT];
        row[ERROR_TO_MEAN] = (float) (schedule.cleanWeight(index) * toClean);
        row[LOWEST_LOG] = range.lowestLog();
        row[HIGHEST_LOG] = range.highestLog();
        row[LAST] = index == 0 ? 1 : 0;
        row[FACTOR] = (float) (SHARE_OF_BOUND * schedule.steps() / Math.log(2));
        return row;
    }
}
