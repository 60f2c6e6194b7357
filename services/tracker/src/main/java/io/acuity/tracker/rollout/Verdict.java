package io.acuity.tracker.rollout;

import java.util.function.Supplier;

/** What the evidence says of a candidate; each with its reason for people, to follow on "because". */
sealed interface Verdict {

    /** A clause with its full stop. */
    String why();

    /**
     * Not yet known; the reason begins with "because" and is put into words only when somebody asks, as a verdict is looked
     * for after every job.
     *
     * @param words for the reason
     */
    record Undecided(Supplier<String> words) implements Verdict {
        @Override
        public String why() {
            return words.get();
        }
    }

    /** To be promoted. */
    record Good(String why) implements Verdict {}

    /** To be taken back. */
    record Bad(String why) implements Verdict {}
}
