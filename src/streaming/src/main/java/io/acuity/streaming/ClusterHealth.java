package io.acuity.streaming;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which brokers of a cluster serve, and whether all of them have all they should.
 *
 * @param brokers numbers of those that serve
 * @param controller number of the one that leads
 * @param behind partitions, those of internal topics too, that have no leader or lack a copy
 */
public record ClusterHealth(Set<Integer> brokers, int controller, int behind) {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterHealth.class);

    /** Copies the numbers. */
    public ClusterHealth {
        brokers = Set.copyOf(brokers);
    }

    /**
     * Asks the cluster; blocks for seconds while brokers come and go.
     *
     * @param settings the cluster
     * @return how it is now; empty when it cannot tell, for example because its controller changes
     */
    public static Optional<ClusterHealth> look(KafkaSettings settings) {
        try {
            return Optional.of(of(settings));
        } catch (KafkaException | BrokerUnreachableException e) {
            LOGGER.atDebug().addKeyValue("error", e.toString()).log("The cluster cannot tell how it is");
            return Optional.empty();
        }
    }

    private static ClusterHealth of(KafkaSettings settings) {
        try (Admin admin = TopicAdmin.open(settings)) {
            Collection<Node> nodes =
                    TopicAdmin.result(settings, admin.describeCluster().nodes());
            int leader = TopicAdmin.result(
                            settings, admin.describeMetadataQuorum().quorumInfo())
                    .leaderId();
            Set<String> topics = TopicAdmin.result(
                    settings,
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
            Collection<TopicDescription> described = TopicAdmin.result(
                            settings, admin.describeTopics(topics).allTopicNames())
                    .values();
            long behind = described.stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .filter(ClusterHealth::isBehind)
                    .count();
            return new ClusterHealth(nodes.stream().map(Node::id).collect(Collectors.toSet()), leader, (int) behind);
        }
    }

    private static boolean isBehind(TopicPartitionInfo partition) {
        return partition.leader() == null
                || partition.leader().isEmpty()
                || partition.isr().size() < partition.replicas().size();
    }
}
