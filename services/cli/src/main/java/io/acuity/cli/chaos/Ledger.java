package io.acuity.cli.chaos;

import io.acuity.events.FailureCode;
import io.acuity.events.JobState;
import io.acuity.events.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the books of a run: what clients were promised, what readers with {@code read_committed} saw, what the views tell. Knows nothing
 * of topics, so that it can be tested alone. Safe for use by several threads.
 */
final class Ledger {
    private final Set<String> accepted = new LinkedHashSet<>();
    private final Map<String, Ending> endings = new HashMap<>();
    private final Map<String, String> inWork = new HashMap<>();
    private final Set<String> finishers = new HashSet<>();
    private final Set<String> twice = new HashSet<>();
    private final Map<String, JobState> views = new HashMap<>();
    private final Map<FailureCode, Long> letters = new TreeMap<>();
    private final Redeliveries redeliveries = new Redeliveries();
    private long lastEnding = System.nanoTime();

    private record Ending(Outcome outcome, @Nullable FailureCode failure) {}

    /** A client was told that the job is accepted; hearing of it twice changes nothing. */
    synchronized void accepted(String jobId) {
        accepted.add(jobId);
    }

    /** A worker began an attempt. */
    synchronized void started(String jobId, String worker, Instant at) {
        redeliveries.attempt(jobId, worker, at);
        if (!endings.containsKey(jobId)) {
            inWork.put(jobId, worker);
        }
    }

    /** A result was published. */
    synchronized void ended(String jobId, String worker, Outcome outcome, @Nullable FailureCode failure) {
        if (endings.putIfAbsent(jobId, new Ending(outcome, failure)) != null) {
            twice.add(jobId);
        }
        redeliveries.result(jobId, worker);
        inWork.remove(jobId);
        finishers.add(worker);
        lastEnding = System.nanoTime();
    }

    /** What gateways answer for the job from now on. */
    synchronized void viewed(String jobId, JobState state) {
        views.put(jobId, state);
    }

    /** A dead letter was published. */
    synchronized void letter(FailureCode code) {
        letters.merge(code, 1L, Long::sum);
    }

    /** A worker stopped to work at this moment, for good or for longer than its session. */
    synchronized void died(String worker, Instant at) {
        redeliveries.death(worker, at);
    }

    /** Workers with jobs in their hands, as far as it is known. */
    synchronized Set<String> busy() {
        return Set.copyOf(inWork.values());
    }

    /** Workers that have published a result. */
    synchronized Set<String> finishers() {
        return Set.copyOf(finishers);
    }

    /** Whether anything was published. */
    synchronized boolean hasResults() {
        return !endings.isEmpty();
    }

    /** How many jobs were accepted so far. */
    synchronized int accepted() {
        return accepted.size();
    }

    /** How many of the accepted jobs have ended. */
    synchronized int ended() {
        return (int) accepted.stream().filter(endings::containsKey).count();
    }

    /** Any job that has a result. */
    synchronized Optional<String> someEnded(RandomGenerator random) {
        return endings.isEmpty()
                ? Optional.empty()
                : endings.keySet().stream().skip(random.nextInt(endings.size())).findFirst();
    }

    /** Why the job failed; null where it did not, or not yet. */
    synchronized @Nullable FailureCode failure(String jobId) {
        Ending ending = endings.get(jobId);
        return ending == null ? null : ending.failure;
    }

    /** Nanosecond reading of the clock when a job ended last. */
    synchronized long lastEnding() {
        return lastEnding;
    }

    /** Whether every accepted job has ended and its view says so. */
    synchronized boolean isSettled() {
        return accepted.stream().allMatch(this::isTold);
    }

    private boolean isTold(String jobId) {
        Ending ending = endings.get(jobId);
        JobState view = views.get(jobId);
        return ending != null && view != null && view.name().equals(ending.outcome.name());
    }

    /** The sums, as they stand. */
    synchronized Books books() {
        Map<String, Long> failed = new TreeMap<>();
        Map<Outcome, Long> outcomes = new HashMap<>();
        for (String job : accepted) {
            Ending ending = endings.get(job);
            if (ending != null) {
                outcomes.merge(ending.outcome, 1L, Long::sum);
                if (ending.outcome == Outcome.FAILED) {
                    failed.merge(String.valueOf(ending.failure), 1L, Long::sum);
                }
            }
        }
        Map<String, Long> dead = new TreeMap<>();
        letters.forEach((code, count) -> dead.put(code.name(), count));
        return new Books(
                accepted.size(),
                outcomes.getOrDefault(Outcome.SUCCEEDED, 0L),
                failed,
                outcomes.getOrDefault(Outcome.CANCELLED, 0L),
                outcomes.getOrDefault(Outcome.EXPIRED, 0L),
                accepted.stream().filter(job -> !endings.containsKey(job)).count(),
                twice.size(),
                accepted.stream().filter(job -> !isTold(job)).count(),
                dead,
                redeliveries.worst());
    }
}
