package io.acuity.streaming.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The settings of an embedded node: it plays all parts, starts fast, and notices dead members in seconds. */
final class BrokerProperties {

    private static final String BIG_RECORD = Integer.toString(16 * 1024 * 1024);

    private BrokerProperties() {}

    static Properties of(String log, BrokerSettings settings, int port) {
        var properties = new Properties();
        properties.putAll(node(log, settings, port));
        properties.putAll(common(settings.quorum()));
        properties.putAll(settings.overrides());
        return properties;
    }

    /** All that does not depend on where the node is. */
    static Map<String, String> common(BrokerQuorum quorum) {
        var common = new HashMap<>(copies(quorum));
        common.putAll(SIZES);
        common.putAll(QUICK);
        common.putAll(GROUPS);
        return common;
    }

    private static Map<String, String> node(String log, BrokerSettings settings, int port) {
        BrokerQuorum quorum = settings.quorum();
        String client = "PLAINTEXT://" + settings.host() + ":" + port;
        String own = quorum.voters().get(quorum.node());
        String controller = own == null ? settings.host() + ":" + FreePort.on(settings.host()) : own;
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(quorum.node()),
                "controller.quorum.voters",
                quorum.isAlone() ? quorum.node() + "@" + controller : quorum.describeVoters(),
                "listeners",
                client + ",CONTROLLER://" + controller,
                "advertised.listeners",
                client,
                "controller.listener.names",
                "CONTROLLER",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs",
                log);
    }

    private static Map<String, String> copies(BrokerQuorum quorum) {
        String copies = Integer.toString(quorum.copies());
        String least = Integer.toString(quorum.leastCopies());
        return Map.ofEntries(
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", copies),
                Map.entry("min.insync.replicas", least),
                Map.entry("offsets.topic.replication.factor", copies),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", copies),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.min.isr", least),
                Map.entry("share.coordinator.state.topic.replication.factor", copies),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", least));
    }

    private static final Map<String, String> SIZES = Map.of(
            "message.max.bytes",
            BIG_RECORD,
            "replica.fetch.max.bytes",
            BIG_RECORD,
            "socket.request.max.bytes",
            Integer.toString(32 * 1024 * 1024),
            "log.cleaner.dedupe.buffer.size",
            Integer.toString(2 * 1024 * 1024),
            "num.io.threads",
            "4",
            "num.network.threads",
            "2",
            "background.threads",
            "2");

    private static final Map<String, String> QUICK = Map.of(
            // A restart after a crash is refused until this session ends; much shorter, and a machine whose cores are
            // all
            // busy with inference makes the broker miss its own heartbeats.
            "broker.session.timeout.ms", "4000",
            "broker.heartbeat.interval.ms", "500",
            // A dead worker's open transaction hides later records until it is aborted.
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // A dead worker's partitions idle for the session timeout; Kafka's default is 45 s.
            Map.entry("group.consumer.session.timeout.ms", "6000"),
            Map.entry("group.consumer.min.session.timeout.ms", "1000"),
            Map.entry("group.consumer.heartbeat.interval.ms", "1000"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "500"),
            Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
            // A worker of the elastic lane joins within a tenth of a second; at Kafka's own settings it takes five.
            Map.entry("group.share.assignment.interval.ms", "0"),
            // Not less: a client whose heartbeat is answered later than this polls without pause until it is (ADR 12).
            Map.entry("group.share.heartbeat.interval.ms", "3000"),
            Map.entry("group.share.min.heartbeat.interval.ms", "1000"),
            // Each worker has several members.
            Map.entry("group.share.max.size", "1000"),
            Map.entry("group.share.min.record.lock.duration.ms", "1000"));
}
