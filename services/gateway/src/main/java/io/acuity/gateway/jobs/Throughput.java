package io.acuity.gateway.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How often jobs finish, over the last few. Not safe for threads: the board's lock guards it. */
final class Throughput {

    private static final int REMEMBERED = 64;
    /** A service that finished nothing for so long says nothing about the next job. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    private final Deque<Instant> finished = new ArrayDeque<>();

    /** A job finished. */
    void count(Instant now) {
        finished.addLast(now);
        if (finished.size() > REMEMBERED) {
            finished.removeFirst();
        }
    }

    /** How long {@code jobs} jobs take at the present rate; null when too few finished lately. */
    @Nullable
    Duration of(int jobs, Instant now) {
        if (finished.size() < 3 || finished.getLast().plus(FRESH).isBefore(now)) {
            return null;
        }
        Duration span = Duration.between(finished.getFirst(), finished.getLast());
        return span.multipliedBy(jobs).dividedBy(finished.size() - 1L);
    }
}
