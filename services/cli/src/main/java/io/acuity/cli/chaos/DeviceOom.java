package io.acuity.cli.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Workers whose device is full in every fifth batch: tiles must become smaller there, and every job succeed all the same. */
final class DeviceOom implements Fault {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Pace looks = Pace.every(LOOK);
    private int strikes;

    @Override
    public Blueprint house(Blueprint usual) {
        return usual.withWorkers(ScarceWorker.class.getName());
    }

    @Override
    public void act(Scene scene, long nowNanos) throws IOException {
        // The device is the fault, and tells of it.
        if (looks.take(nowNanos)) {
            strikes = scene.house().countInLog(ScarceDevice.FULL);
        }
    }

    @Override
    public int strikes() {
        return strikes;
    }

    @Override
    public List<String> problems(Scene scene, Books books) {
        return scene.house().restarts() > 0
                ? List.of("a process had to be started again")
                : Fault.super.problems(scene, books);
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("fullInEveryBatchOf", ScarceWorker.EVERY);
    }
}
