package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which worker is hit, and when: every so often, as soon as one has jobs in its hands, since a worker that has none loses nothing. Where
 * none has any for a while, whichever. Only workers that have published a result are hit: one that is still starting has nothing to lose,
 * and on a machine that starts them slowly nothing would ever be done. Owned by the run's thread.
 */
final class Victim {
    private static final long LONGEST_WAIT = Duration.ofSeconds(2).toNanos();

    private final Pace pace;
    private boolean due;
    private long dueSince;

    Victim(Duration every) {
        this.pace = Pace.every(every);
    }

    /** The worker to hit now; mostly none. */
    Optional<Room> take(Scene scene, long nowNanos) {
        if (pace.take(nowNanos)) {
            due = true;
            dueSince = nowNanos;
        }
        if (!due) {
            return Optional.empty();
        }
        List<Room> awake = scene.house().all(Role.WORKER).stream()
                .filter(worker -> worker.isAlive() && !worker.isFrozen())
                .toList();
        Set<String> finishers = scene.ledger().finishers();
        List<Room> working = awake.stream()
                .filter(worker -> finishers.contains(worker.name()))
                .toList();
        // One must be left.
        if (awake.size() < 2 || working.isEmpty()) {
            return Optional.empty();
        }
        Set<String> busy = scene.ledger().busy();
        List<Room> best =
                working.stream().filter(worker -> busy.contains(worker.name())).toList();
        if (best.isEmpty() && nowNanos - dueSince < LONGEST_WAIT) {
            return Optional.empty();
        }
        due = false;
        List<Room> choice = best.isEmpty() ? working : best;
        return Optional.of(choice.get(scene.random().nextInt(choice.size())));
    }
}
