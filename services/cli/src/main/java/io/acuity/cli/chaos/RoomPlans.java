package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import io.acuity.cli.child.AcuityChild;
import io.acuity.cli.child.ChildOrder;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.broker.FreePort;
import io.acuity.streaming.lane.LaneKind;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command lines of the house's processes. Ports are chosen once, so that a process comes back where it was. */
final class RoomPlans {
    private static final String HOST = "127.0.0.1";
    /** Processes that live for minutes beside six others need not be compiled for speed; what takes long in them is native. */
    private static final List<String> MODEST =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms32m", "-Dacuity.log.level=WARN");
    /** Each process computes on one core; with more, they would wait for each other. */
    private static final Map<String, String> ONE_CORE = Map.of("OMP_NUM_THREADS", "1");

    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(500);

    private final Blueprint blueprint;
    private final List<Integer> brokerPorts = new ArrayList<>();
    private final List<String> voters = new ArrayList<>();

    RoomPlans(Blueprint blueprint) {
        this.blueprint = blueprint;
        for (int node = 1; node <= blueprint.brokers(); node++) {
            brokerPorts.add(FreePort.on(HOST));
            voters.add(node + "@" + HOST + ":" + FreePort.on(HOST));
        }
    }

    Blueprint blueprint() {
        return blueprint;
    }

    Path folder() {
        return blueprint.folder();
    }

    /** What all processes complain into. */
    Path log() {
        return folder().resolve("processes.log");
    }

    KafkaSettings kafka() {
        return KafkaSettings.of(bootstrap());
    }

    private String bootstrap() {
        return String.join(
                ",", brokerPorts.stream().map(port -> HOST + ":" + port).toList());
    }

    Room broker(int node) throws IOException {
        String name = "broker" + node;
        List<String> command = new ArrayList<>(List.of(
                "service",
                "broker",
                "--port",
                String.valueOf(brokerPorts.get(node - 1)),
                "--data-dir",
                folder().resolve(name).toString()));
        if (blueprint.brokers() > 1) {
            command.addAll(List.of("--node", "" + node, "--voters", String.join(",", voters)));
            command.addAll(List.of("--copies", "" + blueprint.brokers()));
        }
        groupSettings().forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return open(name, Role.BROKER, brokerPorts.get(node - 1), "256m", command);
    }

    private Map<String, String> groupSettings() {
        Duration third = blueprint.session().dividedBy(3);
        Duration heartbeat = third.compareTo(LONGEST_HEARTBEAT) < 0 ? third : LONGEST_HEARTBEAT;
        Duration possible = heartbeat.compareTo(SHORTEST_HEARTBEAT) < 0 ? SHORTEST_HEARTBEAT : heartbeat;
        return Map.of(
                "group.consumer.session.timeout.ms",
                String.valueOf(blueprint.session().toMillis()),
                "group.consumer.heartbeat.interval.ms",
                String.valueOf(possible.toMillis()));
    }

    Room tracker() throws IOException {
        int port = FreePort.on(HOST);
        return open(
                "tracker",
                Role.TRACKER,
                port,
                "256m",
                List.of(
                        "service",
                        "tracker",
                        "--bootstrap",
                        bootstrap(),
                        "--data-dir",
                        folder().resolve("tracker").toString(),
                        "--management-port",
                        String.valueOf(port)));
    }

    Room gateway(int number) throws IOException {
        int port = FreePort.on(HOST);
        return open(
                "gateway" + number,
                Role.GATEWAY,
                port,
                "192m",
                List.of(
                        "service",
                        "gateway",
                        "--bootstrap",
                        bootstrap(),
                        "--blobs",
                        blueprint.blobs().toString(),
                        "--port",
                        String.valueOf(port)));
    }

    Room worker(int number) throws IOException {
        int port = FreePort.on(HOST);
        String name = "w" + number;
        List<String> command = new ArrayList<>(List.of(
                "service",
                "worker",
                "--bootstrap",
                bootstrap(),
                "--blobs",
                blueprint.blobs().toString(),
                "--model",
                blueprint.model(),
                "--precision",
                blueprint.precision().name(),
                "--name",
                name,
                "--kafka",
                "transaction.timeout.ms=" + blueprint.session().toMillis(),
                "--management-port",
                String.valueOf(port)));
        if (blueprint.lane() == LaneKind.ELASTIC) {
            command.addAll(List.of("--lane", "elastic"));
        }
        return open(name, Role.WORKER, port, "320m", command);
    }

    private Room open(String name, Role role, int port, String heap, List<String> command) throws IOException {
        List<String> options = new ArrayList<>(MODEST);
        options.add("-Xmx" + heap);
        String program = role == Role.WORKER ? blueprint.workerProgram() : AcuityChild.PROGRAM;
        ChildOrder order = new ChildOrder(program, command, options, ONE_CORE, Redirect.appendTo(log().toFile()));
        return Room.open(name, role, order, port);
    }
}
