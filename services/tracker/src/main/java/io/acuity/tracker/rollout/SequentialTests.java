package io.acuity.tracker.rollout;

/**
 * Tests that may be looked at after every job. Each returns the logarithm of a likelihood ratio; the ratio is a
 * non-negative supermartingale that begins at 1 wherever its null hypothesis holds, so by Ville's inequality (J. Ville,
 * Étude critique de la notion de collectif, 1939, ch. V) the chance that it <em>ever</em> reaches 1/α is at most α, however
 * often one looks and whenever one stops. All functions are pure.
 */
final class SequentialTests {

    private static final double[] FAILURE_RATES = {0.04, 0.1, 0.4};
    private static final double[] RATE_RATIOS = {3, 10, 100};
    private static final double[] SLOW_SHARES = {0.75, 0.95};

    private SequentialTests() {}

    /**
     * Evidence that the candidate fails more often than stable. Looks at failures only: which side a job is on is drawn by
     * the hash of its id, so if the candidate's failure rate is at most stable's, whatever that is and however it drifts,
     * the next failure is the candidate's with probability at most its share of jobs s (conditioning on the number of
     * failures: J. Przyborowski and H. Wilenski, Biometrika 31, 1940, eq. 1). Against s it puts q = s·θ / (s·θ + 1 − s),
     * the candidate failing θ times as often, for θ of 3, 10 and 100. Says nothing at share 1.
     *
     * @param candidateFailures failed jobs of the candidate
     * @param stableFailures failed jobs of stable
     * @param share of the jobs that the candidate serves, above 0 to 1
     * @return natural logarithm of the mixture's likelihood ratio
     */
    static double worseThanStable(long candidateFailures, long stableFailures, double share) {
        if (share >= 1) {
            return 0;
        }
        var alternatives = new double[RATE_RATIOS.length];
        for (int i = 0; i < alternatives.length; i++) {
            double odds = share * RATE_RATIOS[i];
            alternatives[i] = odds / (odds + 1 - share);
        }
        return above(candidateFailures, candidateFailures + stableFailures, share, alternatives);
    }

    /**
     * Evidence that the candidate fails more often than is tolerated even beside a stable that never does.
     *
     * @param failures failed jobs of the candidate
     * @param jobs all its jobs
     * @param tolerance the tolerated share of failures, below 0.04
     * @return natural logarithm of the mixture's likelihood ratio
     */
    static double worseThanTolerated(long failures, long jobs, double tolerance) {
        return above(failures, jobs, tolerance, FAILURE_RATES);
    }

    /**
     * Evidence that the candidate's median time is above a limit: at most every second job is above its median (sign test:
     * W. J. Dixon and A. M. Mood, JASA 41, 1946).
     *
     * @param slow jobs above the limit
     * @param compared all jobs that were compared
     * @return natural logarithm of the mixture's likelihood ratio
     */
    static double medianAbove(long slow, long compared) {
        return above(slow, compared, 0.5, SLOW_SHARES);
    }

    /**
     * Wald's likelihood ratio of "fails with {@code bad}" to "fails with {@code good}"; at or below log(β) the candidate is
     * accepted, wrongly with probability at most about β when it is bad (A. Wald, Sequential Tests of Statistical
     * Hypotheses, Ann. Math. Statist. 16, 1945, §3.3 and §5.2).
     *
     * @param failures failed jobs
     * @param jobs all jobs
     * @param good the rate of a good candidate, between 0 and 1
     * @param bad the rate of a bad one, between {@code good} and 1
     * @return natural logarithm of the ratio
     */
    static double badRatherThanGood(long failures, long jobs, double good, double bad) {
        return logRatio(failures, jobs, good, bad);
    }

    // The mixture SPRT with equal weights on a few alternatives: H. Robbins, Statistical Methods Related to the Law of
    // the
    // Iterated Logarithm, Ann. Math. Statist. 41, 1970, eq. 7, with a discrete prior. For a composite null "at most
    // rate" it
    // stays a supermartingale, because each factor grows with the outcome.
    private static double above(long hits, long trials, double rate, double[] alternatives) {
        var logs = new double[alternatives.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            logs[i] = logRatio(hits, trials, rate, alternatives[i]);
            largest = Math.max(largest, logs[i]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum / logs.length);
    }

    private static double logRatio(long hits, long trials, double rate, double alternative) {
        return hits * Math.log(alternative / rate) + (trials - hits) * (Math.log1p(-alternative) - Math.log1p(-rate));
    }
}
