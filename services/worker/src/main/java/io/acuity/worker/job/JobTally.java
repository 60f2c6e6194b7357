package io.acuity.worker.job;

import io.acuity.events.FailureCode;
import io.acuity.events.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many records of the requests topic a worker ended since it was started, by outcome and by what they failed of. Counted when the end
 * is handed to the lane: one whose commit does not come about counts again where it ends the next time. Written and read by any thread.
 */
public final class JobTally {
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final Map<FailureCode, LongAdder> failures = new EnumMap<>(FailureCode.class);

    /** A tally of nothing. */
    public JobTally() {
        // Filled here once and never again, so that any thread may read.
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
        for (FailureCode code : FailureCode.values()) {
            failures.put(code, new LongAdder());
        }
    }

    void ended(Outcome outcome) {
        adder(outcomes, outcome).increment();
    }

    void failed(FailureCode code) {
        ended(Outcome.FAILED);
        adder(failures, code).increment();
    }

    /** How many ended so; those of {@link Outcome#FAILED} with what was no request at all. */
    public long count(Outcome outcome) {
        return adder(outcomes, outcome).sum();
    }

    /** How many failed of this. */
    public long count(FailureCode code) {
        return adder(failures, code).sum();
    }

    private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
        LongAdder adder = adders.get(key);
        if (adder == null) {
            throw new IllegalStateException("There is no count of " + key + ".");
        }
        return adder;
    }
}
