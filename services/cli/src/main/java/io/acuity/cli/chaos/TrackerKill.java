package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import java.io.IOException;
import java.time.Duration;

/** Kills the tracker every so often while jobs come, and starts it again: views come late then, and must be right in the end. */
final class TrackerKill implements Fault {
    private final Pace pace;
    private int strikes;

    TrackerKill(Duration every) {
        this.pace = Pace.every(every);
    }

    @Override
    public void act(Scene scene, long nowNanos) throws IOException, InterruptedException {
        if ((isUnderWay() || scene.isTakingJobs()) && pace.take(nowNanos)) {
            scene.house().restart(scene.house().all(Role.TRACKER).getFirst());
            strikes++;
        }
    }

    @Override
    public int strikes() {
        return strikes;
    }

    @Override
    public boolean isUnderWay() {
        return strikes < FEWEST_STRIKES;
    }
}
