package io.acuity.diffusion.gaussian;

/**
 * The variances between which a network with learned variance chooses at a step: {@code log σ² = v log β + (1−v) log β̃}
 * with {@code v = (1 + output) / 2} (Nichol and Dhariwal 2021, eq. 15, scaled as their code does).
 *
 * @param lowestLog log β̃; of the last step, where β̃ is 0, that of the step before
 * @param highestLog log β
 */
public record VarianceRange(float lowestLog, float highestLog) {
    /** The range at step {@code index} = t − 1. */
    public static VarianceRange of(GaussianSchedule schedule, int index) {
        double highest = Math.log(schedule.beta(index));
        int finite = Math.min(Math.max(index, 1), schedule.steps() - 1);
        // A chain of one step has no step before its last.
        double lowest = finite == 0 ? highest : schedule.posteriorLogVariance(finite);
        return new VarianceRange((float) lowest, (float) highest);
    }

    /** σ for an output of the network. */
    public float deviation(float output) {
        float share = (1 + output) / 2;
        return (float) Math.exp(0.5 * (share * highestLog + (1 - share) * lowestLog));
    }
}
