package io.acuity.tracker.rollout;

import java.time.Duration;

/**
 * When a candidate is taken back or promoted.
 *
 * @param falseAlarm highest chance that a candidate which is no worse is ever taken back for its failures
 * @param tolerance share of failed jobs that is no reason to take a candidate back, even where stable never fails; above 0
 *     to 0.02
 * @param margin failures above stable's share by which a candidate counts as bad when it is accepted
 * @param falseAcceptance chance that a candidate bad by that margin is accepted
 * @param minJobs jobs of the candidate before it is promoted
 * @param minTime time on trial before it is promoted
 * @param latencyFactor compute time per result pixel, times stable's median, above which a candidate is too slow
 * @param metricTolerance dB of PSNR-Y by which a candidate's validation may be below stable's
 */
public record RolloutRules(
        double falseAlarm,
        double tolerance,
        double margin,
        double falseAcceptance,
        long minJobs,
        Duration minTime,
        double latencyFactor,
        double metricTolerance) {

    /** One false alarm in a hundred; 50 jobs, a minute, one and a half times the time, 0.05 dB. */
    public static final RolloutRules DEFAULT =
            new RolloutRules(0.01, 0.0025, 0.05, 0.01, 50, Duration.ofMinutes(1), 1.5, 0.05);

    private static final double HIGHEST_TOLERANCE = 0.02;

    /** Rejects rules under which no verdict means anything. */
    public RolloutRules {
        require(falseAlarm > 0 && falseAlarm < 1, "falseAlarm", falseAlarm, "between 0 and 1, such as 0.01");
        require(
                tolerance > 0 && tolerance <= HIGHEST_TOLERANCE,
                "tolerance",
                tolerance,
                "above 0 to " + HIGHEST_TOLERANCE + ", such as 0.0025");
        require(margin > 0 && margin < 1, "margin", margin, "between 0 and 1, such as 0.05");
        require(
                falseAcceptance > 0 && falseAcceptance < 1,
                "falseAcceptance",
                falseAcceptance,
                "between 0 and 1, such as 0.01");
        require(minJobs >= 1, "minJobs", (double) minJobs, "1 or more, such as 50");
        require(!minTime.isNegative(), "minTime", (double) minTime.toSeconds(), "0 or more seconds, such as 60");
        require(latencyFactor > 1, "latencyFactor", latencyFactor, "above 1, such as 1.5");
        require(metricTolerance >= 0, "metricTolerance", metricTolerance, "0 or more dB, such as 0.05");
    }

    private static void require(boolean holds, String name, double value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "tracker.rollout." + name + " is " + value + " but must be " + rule + ".");
        }
    }

    /**
     * The same rules with other minima.
     *
     * @param jobs of the candidate before it is promoted
     * @param time on trial before it is promoted
     * @return new rules
     */
    public RolloutRules withMinimum(long jobs, Duration time) {
        return new RolloutRules(
                falseAlarm, tolerance, margin, falseAcceptance, jobs, time, latencyFactor, metricTolerance);
    }
}
