package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import io.acuity.streaming.ClusterHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kills one of three brokers, in turns the one that leads and another, leaves it away for a while, and waits until it has all that it
 * missed before the next is killed, as long as jobs come. No service is restarted, and none should need to be.
 */
final class BrokerLoss implements Fault {
    private static final int BROKERS = 3;
    /** The leader, another one, and the leader again. */
    private static final int FEWEST = 3;

    private final Pace pace;
    private final long outageNanos;
    private final ClusterLookout cluster = new ClusterLookout();
    private final ReadinessWatch readiness = new ReadinessWatch();
    private final List<Room> away = new ArrayList<>();
    private final List<Room> killed = new ArrayList<>();
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
            // Until the others miss its heartbeats they think that it is there: it has to answer itself.
            ChaosHouse house = scene.house();
            cluster.look(killed.isEmpty() ? house.kafka() : house.kafka(killed.getLast()), nowNanos);
        } else if ((killed.size() < FEWEST || scene.isTakingJobs()) && pace.take(nowNanos)) {
            strike(scene, nowNanos);
        }
    }

    private void strike(Scene scene, long nowNanos) throws InterruptedException {
        List<Room> brokers = scene.house().all(Role.BROKER);
        int leader = cluster.found().map(ClusterHealth::controller).orElse(1) - 1;
        boolean isLeader = killed.size() % 2 == 0;
        int other = (leader + 1 + scene.random().nextInt(BROKERS - 1)) % BROKERS;
        Room victim = brokers.get(isLeader ? leader : other);
        victim.kill();
        leadersKilled += isLeader ? 1 : 0;
        killed.add(victim);
        away.add(victim);
        backAt = nowNanos + outageNanos;
        cluster.forget();
    }

    private boolean isWhole() {
        return cluster.found()
                .filter(found -> found.brokers().size() == BROKERS && found.behind() == 0)
                .isPresent();
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
        List<String> names = killed.stream().map(Room::name).toList();
        return Map.of("killed", names, "leadersKilled", leadersKilled, "readiness", readiness.changes());
    }
}
