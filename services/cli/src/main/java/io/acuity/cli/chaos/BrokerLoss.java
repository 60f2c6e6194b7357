package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import io.acuity.streaming.ClusterHealth;
import io.acuity.streaming.KafkaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kills one of three brokers, in turns the one that leads and another, leaves it away for a while, and waits until it has all that it
 * missed before the next is killed. No service is restarted, and none should need to be.
 */
final class BrokerLoss implements Fault {
    private static final int BROKERS = 3;
    /** The leader, another one, and the leader again. */
    private static final int FEWEST = 3;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Pace pace;
    private final Pace looks = Pace.every(LOOK_EVERY);
    private final long outageNanos;
    private final ReadinessWatch readiness = new ReadinessWatch();
    private final List<Room> away = new ArrayList<>();
    private final List<String> killed = new ArrayList<>();
    private volatile Optional<ClusterHealth> health = Optional.empty();
    private volatile boolean looking;
    private int leadersKilled;
    private int brokerRestarts;
    private long backAt;

    BrokerLoss(Duration every, Duration outage) {
        this.pace = Pace.every(every);
        this.outageNanos = outage.toNanos();
    }

    @Override
    public Blueprint house(Blueprint usual) {
        return usual.withBrokers(BROKERS);
    }

    @Override
    public void act(Scene scene, long nowNanos) throws IOException, InterruptedException {
        readiness.look(scene.house(), nowNanos);
        if (!away.isEmpty()) {
            if (nowNanos - backAt >= 0) {
                scene.house().reopen(away.getFirst());
                brokerRestarts++;
                away.clear();
            }
        } else if (!isWhole()) {
            look(scene.house().kafka(), nowNanos);
        } else if (pace.take(nowNanos)) {
            strike(scene, nowNanos);
        }
    }

    private void strike(Scene scene, long nowNanos) throws InterruptedException {
        List<Room> brokers = scene.house().all(Role.BROKER);
        int leader = health.map(ClusterHealth::controller).orElse(1) - 1;
        boolean isLeader = killed.size() % 2 == 0;
        int other = (leader + 1 + scene.random().nextInt(BROKERS - 1)) % BROKERS;
        Room victim = brokers.get(isLeader ? leader : other);
        victim.kill();
        leadersKilled += isLeader ? 1 : 0;
        killed.add(victim.name());
        away.add(victim);
        backAt = nowNanos + outageNanos;
        health = Optional.empty();
    }

    private boolean isWhole() {
        return health.filter(found -> found.brokers().size() == BROKERS && found.behind() == 0)
                .isPresent();
    }

    // The cluster may take seconds to answer. One question at a time: an old answer must not be taken for a new one.
    private void look(KafkaSettings kafka, long nowNanos) {
        if (looks.take(nowNanos) && !looking) {
            looking = true;
            Thread.ofVirtual().start(() -> {
                health = ClusterHealth.look(kafka);
                looking = false;
            });
        }
    }

    @Override
    public int strikes() {
        return killed.size();
    }

    @Override
    public List<Room> away() {
        return away;
    }

    @Override
    public boolean isUnderWay() {
        return killed.size() < FEWEST || !away.isEmpty() || !isWhole();
    }

    @Override
    public List<String> problems(Scene scene, Books books) {
        List<String> problems = new ArrayList<>(Fault.super.problems(scene, books));
        if (scene.house().restarts() > brokerRestarts) {
            problems.add("a service had to be started again");
        }
        return problems;
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("killed", killed, "leadersKilled", leadersKilled, "readiness", readiness.changes());
    }
}
