package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.streaming.BrokerProbe;
import io.acuity.streaming.BrokerUnreachableException;
import io.acuity.streaming.ClusterHealth;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * All services, each in a process of its own, on this machine's loopback. Whatever is killed can be started again, as a supervisor would;
 * what ends by itself is told of. Owned by the run's thread.
 */
final class ChaosHouse implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int TAIL = 3_000;

    private final RoomPlans plans;
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final List<String> crashes = new ArrayList<>();
    private int workersNamed;
    private int restarts;

    ChaosHouse(Blueprint blueprint) {
        this.plans = new RoomPlans(blueprint);
    }

    /**
     * Starts everything; returns when all are ready.
     *
     * @throws CommandException when one is not within minutes
     */
    void start() throws IOException, InterruptedException {
        Files.createDirectories(plans.folder());
        for (int node = 1; node <= plans.blueprint().brokers(); node++) {
            keep(plans.broker(node));
        }
        BrokerProbe.requireReachable(kafka(), PATIENCE);
        if (plans.blueprint().brokers() > 1) {
            await("all brokers", this::hasAllBrokers);
        }
        await("topics", this::hasTopics);
        keep(plans.tracker());
        for (int gateway = 1; gateway <= plans.blueprint().gateways(); gateway++) {
            keep(plans.gateway(gateway));
        }
        for (int worker = 1; worker <= plans.blueprint().workers(); worker++) {
            keep(plans.worker(++workersNamed));
        }
        await("all services", this::allReady);
    }

    private boolean hasTopics() {
        try {
            TopicAdmin.ensure(kafka());
            return true;
        } catch (BrokerUnreachableException e) {
            // On a machine that does much else, a broker that listens may not answer for a while.
            return false;
        }
    }

    private boolean hasAllBrokers() {
        int all = plans.blueprint().brokers();
        return ClusterHealth.look(kafka())
                .filter(health -> health.brokers().size() == all)
                .isPresent();
    }

    private Room keep(Room room) {
        rooms.put(room.name(), room);
        return room;
    }

    private boolean allReady() {
        return rooms.values().stream().allMatch(this::isReady);
    }

    /** Whether a service could work now. */
    boolean isReady(Room room) {
        try {
            return room.isAlive() && (room.role() == Role.BROKER || room.isReady(http));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void await(String what, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            requireNoCrash();
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "Gave up after " + PATIENCE.toMinutes() + " minutes waiting for " + what + ". " + lastWords());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private void requireNoCrash() throws IOException {
        for (Room room : rooms.values()) {
            if (room.isAlive()) {
                continue;
            }
            if (room.exitStatus() == ExitCode.UNAVAILABLE.status()) {
                // It waited for the others as long as it does; a supervisor starts it again.
                room.reopen();
            } else {
                throw new CommandException(
                        ExitCode.FAILED,
                        "The process of " + room.name() + " ended with status " + room.exitStatus()
                                + " before anything was broken on purpose. " + lastWords());
            }
        }
    }

    /** How to reach the cluster. */
    KafkaSettings kafka() {
        return plans.kafka();
    }

    /** How to reach the cluster by one broker of it, and by no other. */
    KafkaSettings kafka(Room broker) {
        return KafkaSettings.of(broker.url().getAuthority());
    }

    /** The store of the services. */
    URI blobs() {
        return plans.blueprint().blobs();
    }

    /** The addresses of all gateways, also of those that are dead at the moment. */
    List<URI> gateways() {
        return all(Role.GATEWAY).stream().map(Room::url).toList();
    }

    /** The processes that do this, dead or alive. */
    List<Room> all(Role role) {
        return rooms.values().stream().filter(room -> room.role() == role).toList();
    }

    /** Kills a worker; another one takes its place, under another name, as in a deployment of many. */
    void replace(Room worker) throws IOException, InterruptedException {
        worker.kill();
        rooms.remove(worker.name());
        restarts++;
        keep(plans.worker(++workersNamed));
    }

    /** Kills a process and starts it again as it was. */
    void restart(Room room) throws IOException, InterruptedException {
        room.kill();
        reopen(room);
    }

    /** Starts a process that is dead. */
    void reopen(Room room) throws IOException {
        restarts++;
        room.reopen();
    }

    /** Starts again what ended by itself, and remembers that it did. Those that are away on purpose stay away. */
    void lookAfter(List<Room> away) throws IOException {
        for (Room room : rooms.values()) {
            if (!room.isAlive() && !away.contains(room)) {
                crashes.add(room.name() + " ended by itself with status " + room.exitStatus());
                reopen(room);
            }
        }
    }

    /** From now on restarts and crashes are counted anew. */
    void openBooks() {
        restarts = 0;
        crashes.clear();
    }

    /** Processes that were started in the place of others. */
    int restarts() {
        return restarts;
    }

    /** What ended that nobody had killed. */
    List<String> crashes() {
        return List.copyOf(crashes);
    }

    /** How many lines of the processes' log hold this. */
    int countInLog(String text) throws IOException {
        try (var lines = Files.lines(plans.log())) {
            return (int) lines.filter(line -> line.contains(text)).count();
        }
    }

    /** The end of what the processes complained about. */
    String lastWords() throws IOException {
        String log = Files.exists(plans.log()) ? Files.readString(plans.log()) : "";
        return log.isBlank()
                ? "The processes said nothing."
                : "The processes said: "
                        + log.substring(Math.max(0, log.length() - TAIL)).strip();
    }

    @Override
    public void close() {
        rooms.values().forEach(Room::close);
        http.shutdownNow();
        http.close();
    }
}
