package io.acuity.tracker.rollout;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verdict on a candidate, a pure function of what was seen. Immutable. */
final class Judge {

    // The latency guard has its own, smaller chance of a false alarm.
    private static final double SLOW_ALARM = 0.001;

    private final RolloutRules rules;

    Judge(RolloutRules rules) {
        this.rules = rules;
    }

    /**
     * The verdict after everything so far. Worse than stable <em>and</em> worse than tolerated is bad, each proven at
     * {@link RolloutRules#falseAlarm()}; as a candidate is no worse if either fails to hold, one of the two tests bounds
     * the chance of a false alarm without a share being paid to the other (intersection-union: R. L. Berger, Technometrics
     * 24, 1982, theorem 1).
     *
     * @param trial what was seen
     * @param waitingFor workers that are not ready, in words; empty when all are
     * @param validation what was measured before
     */
    Verdict verdict(Trial trial, Optional<String> waitingFor, Validation validation) {
        if (failsTooOften(trial)) {
            return new Verdict.Bad(String.format(
                    Locale.ROOT,
                    "it fails more often than stable, and than %s of its jobs, with %s confidence: %s.",
                    percent(rules.tolerance()),
                    percent(1 - rules.falseAlarm()),
                    figures(trial)));
        }
        if (isTooSlow(trial)) {
            return new Verdict.Bad(String.format(
                    Locale.ROOT,
                    "it is too slow: median compute time %s against %s on stable for a million pixels, above %s times"
                            + " that, in %d of %d jobs; %s.",
                    millis(trial.candidateSide().median()),
                    millis(trial.stableSide().median()),
                    rules.latencyFactor(),
                    trial.slow(),
                    trial.compared(),
                    figures(trial)));
        }
        return missing(trial)
                .or(() -> waitingFor.map(words -> () -> words))
                .<Verdict>map(missing ->
                        new Verdict.Undecided(() -> "because " + missing.get() + "; " + figures(trial) + "."))
                .orElseGet(() -> judged(trial, validation));
    }

    private Verdict judged(Trial trial, Validation validation) {
        String figures = figures(trial) + "; " + validation.sentence() + ".";
        boolean worse = validation.isWorse(rules.metricTolerance());
        if (!trial.automatic()) {
            return new Verdict.Undecided(() -> "because it was started as manual and serves "
                    + (worse ? "well, though its validation is worse" : "well") + ", so promote it or roll it back; "
                    + figures);
        }
        return worse
                ? new Verdict.Bad(String.format(
                        Locale.ROOT,
                        "it serves well but its validation is worse by more than %.2f dB; %s",
                        rules.metricTolerance(),
                        figures))
                : new Verdict.Good(String.format(
                        Locale.ROOT,
                        "it fails less than %s more often than stable with %s confidence: %s",
                        percent(rules.margin()),
                        percent(1 - rules.falseAcceptance()),
                        figures));
    }

    private boolean failsTooOften(Trial trial) {
        double limit = -Math.log(rules.falseAlarm());
        Side candidate = trial.candidateSide();
        long failures = candidate.failures();
        if (SequentialTests.worseThanTolerated(failures, candidate.jobs(), rules.tolerance()) < limit) {
            return false;
        }
        // At share 1 there is no stable beside it to compare with.
        return trial.share() >= 1
                || SequentialTests.worseThanStable(failures, trial.stableSide().failures(), trial.share()) >= limit;
    }

    private boolean isTooSlow(Trial trial) {
        Double taken = trial.candidateSide().median();
        Double usual = trial.stableSide().median();
        return taken != null
                && usual != null
                && taken > rules.latencyFactor() * usual
                && SequentialTests.medianAbove(trial.slow(), trial.compared()) >= -Math.log(SLOW_ALARM);
    }

    private Optional<Supplier<String>> missing(Trial trial) {
        long jobs = trial.candidateSide().jobs();
        if (jobs < rules.minJobs()) {
            return Optional.of(() -> "it served " + jobs + " jobs of at least " + rules.minJobs());
        }
        // Stable's rate is taken as it was seen: there are many more of its jobs unless the share is large, and a rate
        // seen
        // too low only asks for more.
        double good =
                Math.min(Math.max(trial.stableSide().failureRate(), rules.tolerance()), 1 - rules.margin() - 0.01);
        double ratio =
                SequentialTests.badRatherThanGood(trial.candidateSide().failures(), jobs, good, good + rules.margin());
        if (ratio > Math.log(rules.falseAcceptance())) {
            return Optional.of(() -> "its failures do not tell good from bad yet");
        }
        if (trial.watchedMillis() < rules.minTime().toMillis()) {
            return Optional.of(() -> String.format(
                    Locale.ROOT,
                    "it was on trial for %d s of at least %d s",
                    trial.watchedMillis() / 1000,
                    rules.minTime().toSeconds()));
        }
        return Optional.empty();
    }

    /** The figures of both sides, without a full stop. */
    static String figures(Trial trial) {
        return String.format(
                Locale.ROOT,
                "%s failed on the candidate and %s on stable, in %d s at a share of %s",
                failures(trial.candidateSide()),
                failures(trial.stableSide()),
                trial.watchedMillis() / 1000,
                percent(trial.share()));
    }

    private static String failures(Side side) {
        return side.failures() + " of " + side.jobs() + " jobs (" + percent(side.failureRate()) + ")";
    }

    private static String millis(@Nullable Double value) {
        return value == null ? "unknown" : String.format(Locale.ROOT, "%.0f ms", value);
    }

    static String percent(double share) {
        double percent = share * 100;
        String digits = Math.abs(percent - Math.rint(percent)) < 1e-9 ? "%.0f %%" : percent < 1 ? "%.2f %%" : "%.1f %%";
        return String.format(Locale.ROOT, digits, percent);
    }
}
