package io.acuity.cli.bench.soak;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All services of a cluster, one of each, in processes of their own. Owned by the command's thread. */
final class SoakHouse implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int OK = 200;
    private static final Pattern ARRAYS = Pattern.compile("(?m)^acuity_device_arrays (\\S+)");
    /** The heap is there from the start, so that what grows is what lies outside. */
    private static final List<String> MODEST =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-Dacuity.log.level=WARN");

    private static final Map<String, String> ONE_CORE = Map.of("OMP_NUM_THREADS", "1");

    private final Path folder;
    private final String bootstrap = HOST + ":" + FreePort.on(HOST);
    private final Map<String, AcuityChild> services = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    SoakHouse(Path folder) {
        this.folder = folder;
    }

    /** Starts everything; returns when all are ready. */
    void start(List<String> model) throws IOException, InterruptedException {
        String port = bootstrap.substring(bootstrap.indexOf(':') + 1);
        open("broker", "256m", List.of("--port", port, "--data-dir", folder.resolve("broker") + ""));
        BrokerProbe.requireReachable(kafka(), PATIENCE);
        TopicAdmin.ensure(kafka());
        String blobs = folder.resolve("blobs").toUri().toString();
        open("tracker", "256m", inCluster("tracker", List.of("--data-dir", folder.resolve("tracker") + "")));
        List<String> gateway = List.of("--blobs", blobs, "--port", "" + port("gateway-http"));
        open("gateway", "192m", inCluster("gateway", gateway));
        List<String> worker = new ArrayList<>(List.of("--blobs", blobs, "--name", "w1"));
        worker.addAll(model);
        open("worker", "320m", inCluster("worker", worker));
        for (String service : List.of("tracker", "gateway", "worker")) {
            awaitReady(service);
        }
    }

    private List<String> inCluster(String service, List<String> options) {
        List<String> all = new ArrayList<>(List.of("--bootstrap", bootstrap, "--management-port", "" + port(service)));
        all.addAll(options);
        return all;
    }

    private int port(String name) {
        return ports.computeIfAbsent(name, unused -> FreePort.on(HOST));
    }

    private void open(String service, String heap, List<String> options) throws IOException {
        List<String> java = new ArrayList<>(MODEST);
        java.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
        List<String> arguments = new ArrayList<>(List.of("service", service));
        arguments.addAll(options);
        Redirect log = Redirect.appendTo(log().toFile());
        services.put(service, AcuityChild.start(new ChildOrder(AcuityChild.PROGRAM, arguments, java, ONE_CORE, log)));
    }

    private Path log() {
        return folder.resolve("processes.log");
    }

    private void awaitReady(String service) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(service)) {
            requireAlive();
            if (System.nanoTime() - end > 0) {
                throw new CommandException(
                        ExitCode.FAILED, "The " + service + " did not become ready; " + log() + " says why.");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private boolean isReady(String service) throws InterruptedException {
        try {
            return get(service, "/health/ready").statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String service, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://" + HOST + ":" + port(service) + path);
        return http.send(HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    /**
     * Throws when a process has ended.
     *
     * @throws CommandException that names it
     */
    void requireAlive() {
        services.forEach((service, child) -> {
            if (!child.isAlive()) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "The " + service + " ended with status " + child.exitStatus() + "; " + log() + " says why.");
            }
        });
    }

    KafkaSettings kafka() {
        return KafkaSettings.of(bootstrap);
    }

    /** Where the gateway takes images. */
    URI gateway() {
        return URI.create("http://" + HOST + ":" + port("gateway-http"));
    }

    /** Memory of each process now, in MiB. */
    Map<String, Double> residentMib() {
        Map<String, Double> resident = new LinkedHashMap<>();
        services.forEach((service, child) -> resident.put(service, child.residentMib()));
        return resident;
    }

    /** Native arrays that the worker has now. */
    int arrays() throws IOException, InterruptedException {
        Matcher arrays = ARRAYS.matcher(get("worker", "/metrics").body());
        if (!arrays.find()) {
            throw new CommandException(ExitCode.FAILED, "The worker does not tell how many native arrays it has.");
        }
        return (int) Double.parseDouble(arrays.group(1));
    }

    @Override
    public void close() {
        services.values().forEach(AcuityChild::close);
        http.shutdownNow();
        http.close();
    }
}
