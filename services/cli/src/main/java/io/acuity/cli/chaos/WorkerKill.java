package io.acuity.cli.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Kills a worker every so often; another one takes its place. */
final class WorkerKill implements Fault {
    private final Victim victim;
    private int strikes;

    WorkerKill(Duration every) {
        this.victim = new Victim(every);
    }

    @Override
    public void act(Scene scene, long nowNanos) throws IOException, InterruptedException {
        Optional<Room> worker = victim.take(scene, nowNanos);
        if (worker.isPresent()) {
            Instant death = Instant.now();
            scene.house().replace(worker.get());
            scene.ledger().died(worker.get().name(), death);
            strikes++;
        }
    }

    @Override
    public int strikes() {
        return strikes;
    }
}
