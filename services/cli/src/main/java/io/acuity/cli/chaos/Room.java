package io.acuity.cli.chaos;

import io.acuity.cli.child.AcuityChild;
import io.acuity.cli.child.ChildOrder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A process of the house: started, killed, frozen, and asked whether it is ready. Owned by the run's thread. */
final class Room {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final String name;
    private final Role role;
    private final ChildOrder order;
    private final int port;
    private AcuityChild child;
    private boolean frozen;

    /** What a process does. */
    enum Role {
        /** Keeps the topics. */
        BROKER,
        /** Keeps the views. */
        TRACKER,
        /** Takes jobs. */
        GATEWAY,
        /** Does them. */
        WORKER
    }

    private Room(String name, Role role, ChildOrder order, int port, AcuityChild child) {
        this.name = name;
        this.role = role;
        this.order = order;
        this.port = port;
        this.child = child;
    }

    /**
     * Starts a process; returns at once.
     *
     * @param port where it tells of its health
     */
    static Room open(String name, Role role, ChildOrder order, int port) throws IOException {
        return new Room(name, role, order, port, AcuityChild.start(order));
    }

    String name() {
        return name;
    }

    Role role() {
        return role;
    }

    boolean isAlive() {
        return child.isAlive();
    }

    boolean isFrozen() {
        return frozen;
    }

    int exitStatus() {
        return child.exitStatus();
    }

    double residentMib() {
        return child.residentMib();
    }

    /** Its address, where it speaks HTTP. */
    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Ends it with SIGKILL. */
    void kill() throws InterruptedException {
        frozen = false;
        child.kill();
    }

    /** Starts it once more, as it was. */
    void reopen() throws IOException {
        child = AcuityChild.start(order);
    }

    void freeze() throws IOException, InterruptedException {
        child.freeze();
        frozen = true;
    }

    void thaw() throws IOException, InterruptedException {
        if (frozen) {
            child.thaw();
            frozen = false;
        }
    }

    /** What its health says; not ready while it does not answer. */
    boolean isReady(HttpClient http) throws InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(url().resolve("/health/ready"))
                .timeout(PATIENCE)
                .build();
        try {
            return http.send(question, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    void close() {
        child.close();
    }
}
