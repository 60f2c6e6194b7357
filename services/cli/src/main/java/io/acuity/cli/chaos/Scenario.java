package io.acuity.cli.chaos;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.streaming.lane.LaneKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The scenarios there are. What is not listed here cannot be asked for. */
enum Scenario {
    /** Workers die one after another. */
    WORKER_KILL(5, 0, true),
    /** Workers freeze past their session and come back. */
    WORKER_FREEZE(10, 0, true),
    /** The broker dies and comes back, at once and after an outage. */
    BROKER_RESTART(10, 60, true),
    /** One of three brokers dies and comes back, then another. */
    BROKER_LOSS(10, 8, true),
    /** The disk under the store is full for a while. */
    DISK_FULL(15, 20, false),
    /** The tracker dies and comes back. */
    TRACKER_KILL(15),
    /** Gateways die during uploads. */
    GATEWAY_KILL(10),
    /** Clients submit the same again and again. */
    DUPLICATE_SUBMIT(5),
    /** Payloads are gone when they are needed. */
    BLOB_DELETED(5),
    /** Thirty kinds of bad records. */
    POISON(5),
    /** Members join the workers' group and leave it all the time. */
    REBALANCE_STORM(3),
    /** The device is full now and then. */
    DEVICE_OOM(5),
    /** Clients ask and do not read. */
    SLOW_CONSUMER(5);

    private final int everySeconds;
    private final int outageSeconds;
    private final boolean forElastic;

    Scenario(int everySeconds) {
        this(everySeconds, 0, false);
    }

    Scenario(int everySeconds, int outageSeconds, boolean forElastic) {
        this.everySeconds = everySeconds;
        this.outageSeconds = outageSeconds;
        this.forElastic = forElastic;
    }

    /** The scenario of this name. */
    static Scenario named(String word) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "There is no scenario '" + word + "'; choose one of " + words() + "."));
    }

    /** All names, for people. */
    static String words() {
        return Arrays.stream(values()).map(Scenario::word).collect(Collectors.joining(", "));
    }

    /** Its name on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Period of its faults where none is asked for. */
    int everySeconds() {
        return everySeconds;
    }

    /** How long what is stopped stays away where nothing is asked for. */
    int outageSeconds() {
        return outageSeconds;
    }

    /** Whether what it proves holds on this lane too. */
    boolean isFor(LaneKind lane) {
        return lane == LaneKind.ORDERED || forElastic;
    }

    /** What goes wrong in it. */
    Fault fault(ChaosPlan plan) {
        return switch (this) {
            case WORKER_KILL -> new WorkerKill(plan.every());
            case WORKER_FREEZE -> new WorkerFreeze(plan.every(), plan.silence());
            case BROKER_RESTART -> new BrokerRestart(plan.every(), plan.outage());
            case BROKER_LOSS -> new BrokerLoss(plan.every(), plan.outage());
            case DISK_FULL -> new DiskFull(plan);
            case TRACKER_KILL -> new TrackerKill(plan.every());
            case GATEWAY_KILL -> new GatewayKill(plan.every());
            case DUPLICATE_SUBMIT -> new DuplicateSubmit();
            case BLOB_DELETED -> new BlobDeleted();
            case POISON -> new Poison();
            case REBALANCE_STORM -> new RebalanceStorm(plan.every());
            case DEVICE_OOM -> new DeviceOom();
            case SLOW_CONSUMER -> new SlowConsumer();
        };
    }
}
