package io.acuity.cli.bench.overload;

import io.acuity.cli.child.AcuityChild;
import io.acuity.cli.child.ChildOrder;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.streaming.BrokerProbe;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.FreePort;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A broker, a tracker and a gateway in processes of their own. Owned by the command's thread. */
final class OverloadHouse implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int OK = 200;
    private static final List<String> MODEST = List.of("-XX:+UseSerialGC", "-Xms32m", "-Dacuity.log.level=WARN");

    private final Path folder;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Deque<AcuityChild> children = new ArrayDeque<>();
    private final int brokerPort = FreePort.on(HOST);
    private final int port = FreePort.on(HOST);
    private final int managementPort = FreePort.on(HOST);

    OverloadHouse(Path folder) {
        this.folder = folder;
    }

    /**
     * Starts everything; returns when the gateway is ready.
     *
     * @param limits options of the gateway
     * @param heap most heap of the gateway, such as {@code 256m}
     * @return the gateway
     */
    AcuityChild start(List<String> limits, String heap) throws IOException, InterruptedException {
        String bootstrap = HOST + ":" + brokerPort;
        child("512m", "service", "broker", "--port", "" + brokerPort, "--data-dir", folder.resolve("broker") + "");
        BrokerProbe.requireReachable(kafka(), PATIENCE);
        TopicAdmin.ensure(kafka());
        child("256m", "service", "tracker", "--bootstrap", bootstrap, "--data-dir", folder.resolve("tracker") + "");
        List<String> gateway = new ArrayList<>(List.of("service", "gateway", "--bootstrap", bootstrap));
        gateway.addAll(List.of("--blobs", folder.resolve("blobs").toUri().toString()));
        gateway.addAll(List.of("--port", "" + port, "--management-port", "" + managementPort));
        gateway.addAll(limits);
        AcuityChild started = child(heap, gateway.toArray(String[]::new));
        awaitReady(started);
        return started;
    }

    private AcuityChild child(String heap, String... arguments) throws IOException {
        List<String> options = new ArrayList<>(MODEST);
        options.add("-Xmx" + heap);
        Redirect log = Redirect.appendTo(folder.resolve("processes.log").toFile());
        AcuityChild child =
                AcuityChild.start(new ChildOrder(AcuityChild.PROGRAM, List.of(arguments), options, Map.of(), log));
        children.push(child);
        return child;
    }

    private void awaitReady(AcuityChild gateway) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!gateway.isAlive() || System.nanoTime() - end > 0) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "The gateway did not become ready; " + folder.resolve("processes.log") + " says why.");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    KafkaSettings kafka() {
        return KafkaSettings.of(HOST + ":" + brokerPort);
    }

    /** Where the gateway takes images. */
    URI submissions() {
        return URI.create("http://" + HOST + ":" + port + "/v1/upscales");
    }

    /** Whether the gateway says it could work. */
    boolean isReady() throws InterruptedException {
        try {
            return get("http://" + HOST + ":" + port + "/health/ready").statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** The gateway's meters. */
    String meters() throws IOException, InterruptedException {
        return get("http://" + HOST + ":" + managementPort + "/metrics").body();
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        while (!children.isEmpty()) {
            try {
                children.pop().kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        http.close();
    }
}
