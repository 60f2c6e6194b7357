package io.acuity.tracker.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.streaming.rollout.TrafficSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict's promises, by drawn jobs (seed 4): how often it is wrong, and how long it takes. 20 jobs a second. */
class VerdictSimulationTest {
    private static final Path REPORT = Path.of("target/verdict-simulation.txt");

    private static final int JOBS_A_SECOND = 20;
    private static final int MINUTE = 60 * JOBS_A_SECOND;
    private static final Validation UNMEASURED = new Validation(null, null);

    private final Judge judge = new Judge(RolloutRules.DEFAULT);
    private final SplittableRandom random = new SplittableRandom(4);

    private record Truth(double share, double candidateRate, double stableRate) {}

    private record End(Verdict verdict, int jobs) {}

    @ParameterizedTest
    @CsvSource({"0.1, 0", "0.1, 0.0025", "0.1, 0.01", "0.1, 0.05", "0.1, 0.2", "0.02, 0.01", "0.5, 0.01", "0.9, 0.05"})
    void aCandidateNoWorseThanStableIsRarelyTakenBackHoweverOftenOneLooks(double share, double rate) {
        // given: never promoted, so that each of 2,000 trials is looked at after each job for up to two minutes
        int runs = 2_000;
        var truth = new Truth(share, rate, rate);

        // when
        long alarms = ends(runs, truth, false, share > 0.2 ? MINUTE / 3 : 2 * MINUTE).stream()
                .filter(end -> end.verdict() instanceof Verdict.Bad)
                .count();

        // then: at most 1 %, and three standard deviations for the drawing
        report(truth, alarms + " false alarms in " + runs + " trials");
        assertThat(alarms).isLessThanOrEqualTo(20 + 13);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0", "0.1, 0.01", "0.3, 0.01", "0.1, 0.05"})
    void aGoodCandidateIsPromoted(double share, double rate) {
        // when
        var truth = new Truth(share, rate, rate);
        List<End> ends = ends(500, truth, true, 10 * MINUTE);

        // then
        long promoted = ends.stream()
                .filter(end -> end.verdict() instanceof Verdict.Good)
                .count();
        report(truth, promoted + " of 500 promoted, after " + seconds(ends, 0.5) + " s in the median");
        assertThat(promoted).isGreaterThanOrEqualTo(490);
    }

    @Test
    void aCandidateThatFailsOneJobInTenIsTakenBackWithinAMinute() {
        // when: 200 trials at a tenth of the traffic, about 120 jobs of the candidate in the minute
        var truth = new Truth(0.1, 0.1, 0);
        List<End> ends = ends(200, truth, true, MINUTE);

        // then
        long takenBack = ends.stream()
                .filter(end -> end.verdict() instanceof Verdict.Bad)
                .count();
        report(
                truth,
                takenBack + " of 200 rolled back within 60 s, median " + seconds(ends, 0.5) + " s, 99 % within "
                        + seconds(ends, 0.99) + " s");
        assertThat(takenBack).isGreaterThanOrEqualTo(199);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.11, 0.01, 5",
        "0.5, 0.1, 0, 1",
        "0.95, 0.1, 0, 2",
        "1, 0.1, 0, 1",
        "0.1, 1, 0, 1",
        "0.02, 0.1, 0, 5"
    })
    void aBadCandidateIsTakenBackAtOtherSharesAndBesideAStableThatFailsToo(
            double share, double rate, double stable, int minutes) {
        // when
        var truth = new Truth(share, rate, stable);
        List<End> ends = ends(200, truth, true, minutes * MINUTE);

        // then
        long takenBack = ends.stream()
                .filter(end -> end.verdict() instanceof Verdict.Bad)
                .count();
        report(
                truth,
                takenBack + " of 200 rolled back, median " + seconds(ends, 0.5) + " s, 99 % within "
                        + seconds(ends, 0.99) + " s");
        assertThat(takenBack).isGreaterThanOrEqualTo(197);
    }

    @Test
    void theTwoSidesMayBeDrawnByTheHashOfJobIds() {
        // given
        int candidates = 0;
        int alarms = 0;
        for (int run = 0; run < 50; run++) {
            long[] counts = new long[4];
            boolean alarm = false;
            for (int job = 0; job < MINUTE; job++) {
                // when
                boolean candidate = TrafficSplit.isCandidate("run-" + run + "-job-" + job, 0.1);
                count(counts, candidate, random.nextDouble() < 0.02);
                candidates += candidate ? 1 : 0;
                alarm |= candidate && verdict(counts, 0.1, false, job) instanceof Verdict.Bad;
            }
            alarms += alarm ? 1 : 0;
        }

        // then
        assertThat(candidates / 50.0).isBetween(110.0, 130.0);
        assertThat(alarms).isLessThanOrEqualTo(3);
    }

    private List<End> ends(int runs, Truth truth, boolean automatic, int horizon) {
        var ends = new End[runs];
        Arrays.setAll(ends, run -> end(truth, automatic, horizon));
        return List.of(ends);
    }

    private End end(Truth truth, boolean automatic, int horizon) {
        long[] counts = new long[4];
        Verdict verdict = new Verdict.Undecided(() -> "");
        int job = 0;
        while (job < horizon && verdict instanceof Verdict.Undecided) {
            job++;
            boolean candidate = random.nextDouble() < truth.share();
            count(counts, candidate, random.nextDouble() < (candidate ? truth.candidateRate() : truth.stableRate()));
            // Only a job of the candidate can decide against it; so nothing is missed.
            if (candidate) {
                verdict = verdict(counts, truth.share(), automatic, job);
            }
        }
        return new End(verdict, job);
    }

    private static void count(long[] counts, boolean candidate, boolean failed) {
        int side = candidate ? 0 : 2;
        counts[side]++;
        counts[side + 1] += failed ? 1 : 0;
    }

    private Verdict verdict(long[] counts, double share, boolean automatic, int jobs) {
        var candidate = new Side(counts[0], counts[1], List.of());
        var stable = new Side(counts[2], counts[3], List.of());
        Trial trial = Rollouts.seen(share, automatic, candidate, stable, jobs / JOBS_A_SECOND);
        return judge.verdict(trial, Optional.empty(), UNMEASURED);
    }

    private static String seconds(List<End> ends, double quantile) {
        int[] jobs = ends.stream().mapToInt(End::jobs).sorted().toArray();
        return String.format(Locale.ROOT, "%.0f", (double) jobs[(int) (quantile * (jobs.length - 1))] / JOBS_A_SECOND);
    }

    /** Kept for people beside the build's other reports. */
    private static void report(Truth truth, String found) {
        try {
            Files.writeString(
                    REPORT, truth + ": " + found + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The figures cannot be written to " + REPORT + ".", e);
        }
    }
}
