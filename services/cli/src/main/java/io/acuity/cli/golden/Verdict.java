package io.acuity.cli.golden;

import java.util.Comparator;
import java.util.List;

/** What came of one case. */
sealed interface Verdict {
    /** The case was computed and compared; never empty. */
    record Compared(List<Check> checks) implements Verdict {
        public Compared {
            checks = List.copyOf(checks);
        }

        boolean passed() {
            return checks.stream().allMatch(Check::passed);
        }

        /** The check nearest to, or farthest above, its tolerance. */
        Check tightest() {
            return checks.stream().max(Comparator.comparingDouble(Check::share)).orElseThrow();
        }
    }

    /** The case could not be read or computed; counts as failed. */
    record Broken(String why) implements Verdict {}

    /** A system this release does not know yet. */
    record Unsupported() implements Verdict {}

    /** Data for other commands, not a case. */
    record Reference() implements Verdict {}
}
