package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Clients that ask the gateway for results and streams of events, and read nothing of them: others must not notice, memory must not grow. */
final class SlowConsumer implements Fault {
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final int AT_ONCE = 300;
    /** Little enough that most of a result stays with the gateway. */
    private static final int RECEIVE_BYTES = 4_096;
    /** The gateway's heap, what a Java machine needs beside it, and some. */
    private static final double MOST_MIB = 450;

    private final Pace pace = Pace.every(EVERY);
    private final Deque<Socket> asleep = new ArrayDeque<>();
    private int strikes;
    private double largestMib;

    @Override
    public void act(Scene scene, long nowNanos) throws IOException {
        if (!pace.take(nowNanos)) {
            return;
        }
        Optional<String> job = scene.ledger().someEnded(scene.random());
        if (job.isPresent()) {
            String what = scene.random().nextBoolean() ? "result" : "events";
            asleep.addLast(ask(scene.house().gateways().getFirst(), "/v1/upscales/" + job.get() + "/" + what));
            strikes++;
        }
        if (asleep.size() > AT_ONCE) {
            asleep.removeFirst().close();
        }
        double mib = scene.house().all(Role.GATEWAY).getFirst().residentMib();
        largestMib = Math.max(largestMib, mib);
    }

    private static Socket ask(URI gateway, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + gateway.getAuthority() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Override
    public int strikes() {
        return strikes;
    }

    @Override
    public void end(Scene scene) throws IOException {
        for (Socket each : asleep) {
            each.close();
        }
        asleep.clear();
    }

    @Override
    public List<String> problems(Scene scene, Books books) {
        List<String> problems = new ArrayList<>(Fault.super.problems(scene, books));
        if (largestMib > MOST_MIB) {
            problems.add(String.format(Locale.ROOT, "the gateway took %.0f MiB, more than %.0f", largestMib, MOST_MIB));
        }
        return problems;
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("neverRead", strikes, "gatewayMib", Math.round(largestMib));
    }
}
