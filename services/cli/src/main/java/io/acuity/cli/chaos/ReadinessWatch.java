package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Asks every service but the brokers whether it is ready, about once a second, and remembers when the answer changed. */
final class ReadinessWatch {
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final Pace pace = Pace.every(OFTEN);
    private final Map<String, List<Change>> changes = new ConcurrentHashMap<>();
    private long start;

    /**
     * What a service began to answer.
     *
     * @param second since the first look
     */
    record Change(long second, boolean ready) {}

    /** Looks if it is time to; returns at once. */
    void look(ChaosHouse house, long nowNanos) {
        if (!pace.take(nowNanos)) {
            start = start == 0 ? nowNanos : start;
            return;
        }
        long second = TimeUnit.NANOSECONDS.toSeconds(nowNanos - start);
        for (Role role : List.of(Role.TRACKER, Role.GATEWAY, Role.WORKER)) {
            for (Room room : house.all(role)) {
                // A service whose broker is away may take seconds to answer.
                Thread.ofVirtual().start(() -> note(room.name(), new Change(second, house.isReady(room))));
            }
        }
    }

    private void note(String service, Change change) {
        changes.compute(service, (name, known) -> {
            List<Change> all = known == null ? new ArrayList<>() : known;
            if (all.isEmpty() || all.getLast().ready() != change.ready()) {
                all.add(change);
            }
            return all;
        });
    }

    /** Whether all answered last that they are ready. */
    boolean isAllReady() {
        return !changes.isEmpty()
                && changes.values().stream().allMatch(all -> all.getLast().ready());
    }

    /** By service, what it answered first and each time that the answer changed. */
    Map<String, List<Change>> changes() {
        return new TreeMap<>(changes);
    }

    /** Services that never said they were not ready, or never again that they were. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        changes().forEach((service, all) -> {
            if (all.stream().allMatch(Change::ready)) {
                problems.add(service + " said it was ready all the time");
            } else if (!all.getLast().ready()) {
                problems.add(service + " is not ready any more");
            }
        });
        return problems;
    }
}
