package io.acuity.streaming;

import io.acuity.streaming.topics.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * Compares the topics of a cluster with their contract ({@link Topic}) and mends differences, one at a time, as an operator asks. Services
 * themselves only make what is missing ({@link TopicAdmin}). One thread at a time.
 */
public final class TopicAudit implements AutoCloseable {

    private final KafkaSettings settings;
    private final Admin admin;

    private TopicAudit(KafkaSettings settings) {
        this.settings = settings;
        this.admin = TopicAdmin.open(settings);
    }

    /**
     * Connects.
     *
     * @param settings the cluster
     * @return to be closed by the caller
     * @throws BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static TopicAudit open(KafkaSettings settings) {
        BrokerProbe.requireReachable(settings);
        return new TopicAudit(settings);
    }

    /**
     * The topics that are there.
     *
     * @return in the order of {@link Topic#all}; those that are missing are left out
     */
    public List<TopicState> states() {
        Set<String> present = TopicAdmin.result(settings, admin.listTopics().names());
        List<Topic<?>> topics = new ArrayList<>();
        for (Topic<?> topic : Topic.all()) {
            if (present.contains(topic.name())) {
                topics.add(topic);
            }
        }
        Collection<String> names = topics.stream().map(Topic::name).toList();
        Map<String, TopicDescription> cuts =
                TopicAdmin.result(settings, admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs = TopicAdmin.result(
                settings,
                admin.describeConfigs(names.stream().map(TopicAudit::resource).toList())
                        .all());
        return topics.stream()
                .map(topic -> state(topic, cuts.get(topic.name()), configs.get(resource(topic.name()))))
                .flatMap(Optional::stream)
                .toList();
    }

    // Empty where the topic was removed between two calls.
    private static Optional<TopicState> state(Topic<?> topic, @Nullable TopicDescription cut, @Nullable Config config) {
        if (cut == null || config == null) {
            return Optional.empty();
        }
        Map<String, String> found = new TreeMap<>();
        for (String name : TopicAdmin.contract(topic).keySet()) {
            ConfigEntry entry = config.get(name);
            found.put(name, entry == null || entry.value() == null ? "" : entry.value());
        }
        int replicas = cut.partitions().getFirst().replicas().size();
        return Optional.of(new TopicState(topic, cut.partitions().size(), replicas, found));
    }

    /**
     * How many partitions topics by job have: what {@link Topic#REQUESTS} has.
     *
     * @return empty where that is missing
     */
    public Optional<Integer> partitionsByJob() {
        return states().stream()
                .filter(state -> state.topic() == Topic.REQUESTS)
                .map(TopicState::partitions)
                .findFirst();
    }

    /**
     * What is not as the contract says.
     *
     * @param byJob partitions of each topic that is spread by job
     * @return empty when all is well
     */
    public List<TopicDifference> differences(int byJob) {
        Map<Topic<?>, TopicState> states = new HashMap<>();
        states().forEach(state -> states.put(state.topic(), state));
        List<TopicDifference> found = new ArrayList<>();
        for (Topic<?> topic : Topic.all()) {
            TopicState state = states.get(topic);
            int wanted = TopicAdmin.partitions(topic, byJob);
            if (state == null) {
                found.add(new TopicDifference.Missing(topic, wanted));
            } else {
                compare(state, wanted, found);
            }
        }
        return List.copyOf(found);
    }

    private static void compare(TopicState state, int wanted, List<TopicDifference> found) {
        if (state.partitions() != wanted) {
            found.add(new TopicDifference.Partitions(state.topic(), state.partitions(), wanted));
        }
        new TreeMap<>(TopicAdmin.contract(state.topic())).forEach((name, value) -> {
            String there = state.settings().getOrDefault(name, "");
            if (!Set.of(there.split(",")).equals(Set.of(value.split(",")))) {
                found.add(new TopicDifference.Setting(state.topic(), name, there, value));
            }
        });
    }

    /**
     * Makes one difference good. More partitions give keys other places: only to be asked for when the topics by job are at rest.
     *
     * @param difference what to mend
     * @return false for partitions too many, which nothing takes away
     */
    public boolean mend(TopicDifference difference) {
        switch (difference) {
            case TopicDifference.Missing(Topic<?> topic, int partitions) ->
                TopicAdmin.result(
                        settings,
                        admin.createTopics(List.of(TopicAdmin.describe(topic, partitions)))
                                .all());
            case TopicDifference.Partitions(Topic<?> topic, int found, int wanted) -> {
                if (found > wanted) {
                    return false;
                }
                TopicAdmin.result(
                        settings,
                        admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(wanted)))
                                .all());
            }
            case TopicDifference.Setting(Topic<?> topic, String name, String found, String wanted) -> {
                var change = new AlterConfigOp(new ConfigEntry(name, wanted), AlterConfigOp.OpType.SET);
                TopicAdmin.result(
                        settings,
                        admin.incrementalAlterConfigs(Map.of(resource(topic.name()), List.of(change)))
                                .all());
            }
        }
        return true;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    @Override
    public void close() {
        admin.close();
    }
}
