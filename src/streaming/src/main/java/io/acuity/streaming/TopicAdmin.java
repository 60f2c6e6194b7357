package io.acuity.streaming;

import io.acuity.streaming.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing. Topics that exist are left as they are: an operator may have sized them. */
public final class TopicAdmin {

    /** Partitions of topics that are spread by job, unless a deployment says otherwise. */
    public static final int DEFAULT_PARTITIONS = 8;

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicAdmin.class);
    private static final Duration CALL = Duration.ofSeconds(8);

    private TopicAdmin() {}

    /**
     * Creates all missing topics with {@link #DEFAULT_PARTITIONS}.
     *
     * @param settings the cluster
     * @throws BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static void ensure(KafkaSettings settings) {
        ensure(settings, DEFAULT_PARTITIONS);
    }

    /**
     * Creates all missing topics. Safe to call from several processes at once. Copies of each partition are made as the
     * broker's {@code default.replication.factor} says.
     *
     * @param settings the cluster
     * @param partitions partitions of each topic that is spread by job, where there is none yet
     * @throws BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static void ensure(KafkaSettings settings, int partitions) {
        ensure(settings, partitions, CALL);
    }

    static void ensure(KafkaSettings settings, int partitions, Duration patience) {
        BrokerProbe.requireReachable(settings);
        try (Admin admin = open(settings, patience)) {
            Set<String> present = result(settings, admin.listTopics().names());
            // Topics that a later release brings are cut as those by job were when the cluster was new.
            int byJob = present.contains(Topic.REQUESTS.name()) ? partitionsByJob(settings, admin) : partitions;
            List<NewTopic> missing = Topic.all().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .map(topic -> describe(topic, byJob))
                    .toList();
            create(settings, admin, missing);
        }
    }

    private static int partitionsByJob(KafkaSettings settings, Admin admin) {
        String name = Topic.REQUESTS.name();
        return result(settings, admin.describeTopics(List.of(name)).allTopicNames()).values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }

    static Admin open(KafkaSettings settings) {
        return open(settings, CALL);
    }

    private static Admin open(KafkaSettings settings, Duration patience) {
        return Admin.create(settings.client(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) patience.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) patience.toMillis() / 2)));
    }

    private static void create(KafkaSettings settings, Admin admin, List<NewTopic> missing) {
        if (missing.isEmpty()) {
            return;
        }
        var created = new TreeSet<String>();
        for (var each : admin.createTopics(missing).values().entrySet()) {
            try {
                result(settings, each.getValue());
                created.add(each.getKey());
            } catch (TopicExistsException e) {
                LOGGER.atDebug().addKeyValue("topic", each.getKey()).log("Another process created the topic first");
            }
        }
        LOGGER.atInfo().addKeyValue("topics", created).log("Topics created");
    }

    static NewTopic describe(Topic<?> topic, int partitions) {
        return new NewTopic(topic.name(), Optional.of(partitions(topic, partitions)), Optional.empty())
                .configs(contract(topic));
    }

    /** How many partitions a topic is cut into where those by job have so many. */
    static int partitions(Topic<?> topic, int byJob) {
        return switch (topic.spread()) {
            case BY_JOB -> byJob;
            case ONE -> 1;
        };
    }

    /** The settings services rely on. */
    static Map<String, String> contract(Topic<?> topic) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                topic.cleanup().policy(),
                retentionSetting(topic.cleanup()),
                Long.toString(topic.retention().toMillis()),
                // The broker's clock: it refuses records from a machine whose own is more than an hour
                // ahead, and would age those of one that is behind before their time.
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime");
    }

    // What is only compacted has no age: there the retention is that of tombstones, which slow readers must still see.
    private static String retentionSetting(Topic.Cleanup cleanup) {
        return cleanup == Topic.Cleanup.COMPACT
                ? TopicConfig.DELETE_RETENTION_MS_CONFIG
                : TopicConfig.RETENTION_MS_CONFIG;
    }

    static <V> V result(KafkaSettings settings, KafkaFuture<V> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnreachableException(settings, CALL, "interrupted while waiting", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException timeout) {
                String finding = "something listens there but does not answer as a Kafka broker";
                throw new BrokerUnreachableException(settings, CALL, finding, timeout);
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Kafka refused to list or create topics: " + e.getMessage(), e);
        }
    }
}
