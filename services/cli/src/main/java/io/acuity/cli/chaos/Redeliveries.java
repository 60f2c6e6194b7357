package io.acuity.cli.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long jobs waited for their next attempt after the worker that had them died. Attempts may be told out of order; all clocks must be
 * one. Owned by the {@link Ledger}.
 */
final class Redeliveries {
    private static final double MILLIS = 1_000;

    private final Map<String, List<Attempt>> attempts = new HashMap<>();
    private final Map<String, String> publishers = new HashMap<>();
    private final List<Death> deaths = new ArrayList<>();

    private record Attempt(String worker, Instant at) {}

    private record Death(String worker, Instant at) {}

    private record Wait(Duration length, boolean chained) {}

    /**
     * The worst of them. Where workers die faster than the group notices, a job may be given from one dead worker to the next: such a
     * wait is no worker's redelivery.
     *
     * @param jobs that were in work when their worker died, and were begun again
     * @param worstSeconds from a death to the next attempt, of those during whose wait no other worker died; 0 where there was none
     * @param chained of them, those during whose wait another worker died
     * @param worstChainedSeconds of these, from the first death
     */
    record Worst(int jobs, double worstSeconds, int chained, double worstChainedSeconds) {}

    void attempt(String jobId, String worker, Instant at) {
        attempts.computeIfAbsent(jobId, id -> new ArrayList<>()).add(new Attempt(worker, at));
    }

    void result(String jobId, String worker) {
        publishers.putIfAbsent(jobId, worker);
    }

    void death(String worker, Instant at) {
        deaths.add(new Death(worker, at));
    }

    Worst worst() {
        List<Wait> waits = new ArrayList<>();
        for (Death death : deaths) {
            attempts.keySet().stream().flatMap(job -> wait(job, death).stream()).forEach(waits::add);
        }
        int chained = (int) waits.stream().filter(Wait::chained).count();
        return new Worst(waits.size(), longest(waits, false), chained, longest(waits, true));
    }

    private static double longest(List<Wait> waits, boolean chained) {
        return waits.stream()
                        .filter(wait -> wait.chained == chained)
                        .mapToLong(wait -> wait.length.toMillis())
                        .max()
                        .orElse(0)
                / MILLIS;
    }

    /** Only where the worker had the job last and published no result of it. */
    private Optional<Wait> wait(String job, Death death) {
        List<Attempt> all = attempts.getOrDefault(job, List.of());
        boolean held = all.stream()
                .filter(attempt -> !attempt.at.isAfter(death.at))
                .max(Comparator.comparing(Attempt::at))
                .filter(attempt -> attempt.worker.equals(death.worker))
                .isPresent();
        if (!held || death.worker.equals(publishers.get(job))) {
            return Optional.empty();
        }
        return all.stream()
                .map(Attempt::at)
                .filter(at -> at.isAfter(death.at))
                .min(Comparator.naturalOrder())
                .map(next -> new Wait(Duration.between(death.at, next), isAnotherDeath(death.at, next)));
    }

    private boolean isAnotherDeath(Instant after, Instant before) {
        return deaths.stream().anyMatch(other -> other.at.isAfter(after) && other.at.isBefore(before));
    }
}
