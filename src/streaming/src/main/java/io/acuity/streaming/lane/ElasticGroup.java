package io.acuity.streaming.lane;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The share group of an elastic lane: its settings, and what it has before it. Owned by the lane's thread. */
final class ElasticGroup implements AutoCloseable {

    /**
     * A record is worked on so often; delivered once more, it is given up. The broker drops it without a word only after as many
     * deliveries again, which leaves room for workers that die while they give it up.
     */
    static final int MOST_DELIVERIES = 5;

    /** The most a broker allows unless it is told otherwise. */
    private static final int BROKERS_LIMIT = 2 * MOST_DELIVERIES;

    private static final Logger LOGGER = LoggerFactory.getLogger(ElasticGroup.class);
    private static final Duration CALL = Duration.ofSeconds(8);

    private final LaneSettings settings;
    private final Admin admin;

    ElasticGroup(LaneSettings settings) {
        this.settings = settings;
        this.admin = Admin.create(settings.kafka()
                .client(Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) CALL.toMillis(),
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) CALL.toMillis() / 2)));
    }

    /**
     * Tells the broker how the group works. Each worker does so when it starts; they say the same.
     *
     * @throws KafkaException when the broker refuses
     */
    void configure() {
        List<AlterConfigOp> settingsOfGroup = Map.of(
                        // Kafka's own default is the end: what waited before the first worker came would be lost.
                        "share.auto.offset.reset",
                        "earliest",
                        "share.isolation.level",
                        "read_committed",
                        "share.record.lock.duration.ms",
                        Long.toString(settings.lock().toMillis()),
                        "share.delivery.count.limit",
                        Integer.toString(BROKERS_LIMIT))
                .entrySet()
                .stream()
                .map(each ->
                        new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        var resource = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
        result(
                admin.incrementalAlterConfigs(Map.of(resource, settingsOfGroup)).all(),
                "take the settings of the share group " + settings.group());
    }

    /** How many partitions its topics have. */
    int partitions() {
        var described = admin.describeTopics(settings.topics()).allTopicNames();
        return result(described, "describe " + settings.topics()).values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }

    /**
     * How many records of each topic nobody has finished, divided among the members by their number, so that the parts of all workers add up.
     *
     * @param hands members of the group in this worker
     * @param before what it was when it was last known
     */
    Map<String, Long> lags(int hands, Map<String, Long> before) {
        String group = settings.group();
        try {
            var offsets = result(
                    admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                            .all(),
                    "tell offsets");
            int members = result(admin.describeShareGroups(List.of(group)).all(), "tell members").values().stream()
                    .mapToInt(description -> description.members().size())
                    .sum();
            var lags = new HashMap<String, Long>();
            offsets.values()
                    .forEach(partitions -> partitions.forEach((partition, offset) -> {
                        // Null for a partition from which nothing was read yet.
                        long lag = offset == null ? 0 : offset.lag().orElse(0L);
                        lags.merge(partition.topic(), lag, Long::sum);
                    }));
            lags.replaceAll((topic, all) -> Math.round((double) all * hands / Math.max(hands, members)));
            return lags;
        } catch (KafkaException e) {
            LOGGER.atDebug()
                    .addKeyValue("group", group)
                    .addKeyValue("error", e.toString())
                    .log("The lag is not known");
            return before;
        }
    }

    private static <T> T result(KafkaFuture<T> future, String what) {
        try {
            return future.get(CALL.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("The broker did not " + what + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("The broker did not " + what + " within " + CALL.toSeconds() + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted before the broker could " + what + ".", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
