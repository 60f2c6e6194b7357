package io.acuity.cli.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Freezes a worker every so often for longer than its session: the group gives its jobs to others, and when it wakes up
 * it has results of them in its hands.
 */
final class WorkerFreeze implements Fault {
    /** Beyond the session: until the broker has looked, and the others have begun. */
    private static final Duration LONGER = Duration.ofSeconds(2);

    private final Victim victim;
    private final long frozenNanos;
    private final List<Frozen> frozen = new ArrayList<>();
    private int strikes;

    private record Frozen(Room worker, long untilNanos) {}

    WorkerFreeze(Duration every, Duration session) {
        this.victim = new Victim(every);
        this.frozenNanos = session.plus(LONGER).toNanos();
    }

    @Override
    public void act(Scene scene, long nowNanos) throws IOException, InterruptedException {
        for (Frozen each : List.copyOf(frozen)) {
            if (nowNanos - each.untilNanos >= 0) {
                each.worker.thaw();
                frozen.remove(each);
            }
        }
        Optional<Room> worker = victim.take(scene, nowNanos);
        if (worker.isPresent()) {
            Instant death = Instant.now();
            worker.get().freeze();
            scene.ledger().died(worker.get().name(), death);
            frozen.add(new Frozen(worker.get(), nowNanos + frozenNanos));
            strikes++;
        }
    }

    @Override
    public int strikes() {
        return strikes;
    }

    @Override
    public boolean isUnderWay() {
        return !frozen.isEmpty();
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        for (Frozen each : frozen) {
            each.worker.thaw();
        }
        frozen.clear();
    }
}
