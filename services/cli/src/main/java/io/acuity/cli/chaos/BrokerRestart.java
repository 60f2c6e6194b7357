package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kills the only broker and starts it again at once; then kills it and leaves it away for an outage. No service is restarted: each must
 * notice, say that it is not ready, and go on by itself.
 */
final class BrokerRestart implements Fault {
    private final Pace pace;
    private final long outageNanos;
    private final ReadinessWatch watch = new ReadinessWatch();
    private final List<Room> away = new ArrayList<>();
    private int strikes;
    private int brokerRestarts;
    private long backAt;

    BrokerRestart(Duration every, Duration outage) {
        this.pace = Pace.every(every);
        this.outageNanos = outage.toNanos();
    }

    @Override
    public void act(Scene scene, long nowNanos) throws IOException, InterruptedException {
        watch.look(scene.house(), nowNanos);
        Room broker = scene.house().all(Role.BROKER).getFirst();
        if (!away.isEmpty()) {
            if (nowNanos - backAt >= 0) {
                open(scene, broker);
                away.clear();
            }
        } else if (strikes < 2 && mayStrike(nowNanos)) {
            strikes++;
            broker.kill();
            if (strikes == 1) {
                open(scene, broker);
            } else {
                away.add(broker);
                backAt = nowNanos + outageNanos;
            }
        }
    }

    /** The second time only once all have come back from the first. */
    private boolean mayStrike(long nowNanos) {
        return (strikes == 0 || watch.isAllReady()) && pace.take(nowNanos);
    }

    private void open(Scene scene, Room broker) throws IOException {
        scene.house().reopen(broker);
        brokerRestarts++;
    }

    @Override
    public int strikes() {
        return strikes;
    }

    @Override
    public List<Room> away() {
        return away;
    }

    @Override
    public boolean isUnderWay() {
        return strikes < 2 || !away.isEmpty() || !watch.isAllReady();
    }

    @Override
    public List<String> problems(Scene scene, Books books) {
        List<String> problems = new ArrayList<>(Fault.super.problems(scene, books));
        problems.addAll(watch.problems());
        if (scene.house().restarts() > brokerRestarts) {
            problems.add("a service had to be started again");
        }
        return problems;
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("readiness", watch.changes());
    }
}
