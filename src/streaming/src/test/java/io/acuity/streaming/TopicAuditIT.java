package io.acuity.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.fixtures.KafkaNode;
import io.acuity.streaming.broker.TestBroker;
import io.acuity.streaming.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of one cluster's topics, from none to mended ones. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopicAuditIT {
    private static final String WEEK = Long.toString(Duration.ofDays(7).toMillis());

    @TempDir
    static Path directory;

    private static KafkaNode broker;
    private static KafkaSettings settings;
    private static TopicAudit audit;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(directory);
        settings = KafkaSettings.of(broker.bootstrap());
        audit = TopicAudit.open(settings);
    }

    @AfterAll
    static void stop() {
        audit.close();
        broker.close();
    }

    @Test
    @Order(1)
    void aClusterWithoutTopicsLacksThemAll() throws Exception {
        // given: one that is none of ours
        try (Admin admin = Admin.create(settings.client(Map.of()))) {
            admin.createTopics(List.of(new NewTopic("acuity.other", 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        // then
        assertThat(audit.states()).isEmpty();
        assertThat(audit.partitionsByJob()).isEmpty();
        assertThat(audit.differences(3))
                .hasSameSizeAs(Topic.all())
                .allSatisfy(difference -> assertThat(difference).isInstanceOf(TopicDifference.Missing.class));
    }

    @Test
    @Order(2)
    void whatIsMissingIsMadeAsItsContractSays() {
        // when
        List<TopicDifference> found = audit.differences(3);
        found.forEach(difference -> assertThat(audit.mend(difference)).isTrue());

        // then: brokers tell of new topics a moment after they have made them
        await().untilAsserted(() -> assertThat(audit.differences(3)).isEmpty());
        assertThat(audit.partitionsByJob()).isEqualTo(Optional.of(3));
        TopicState requests = audit.states().getFirst();
        assertThat(requests.topic()).isEqualTo(Topic.REQUESTS);
        assertThat(requests.replicas()).isEqualTo(1);
        assertThat(requests.settings())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", WEEK)
                .containsEntry("message.timestamp.type", "LogAppendTime");
    }

    @Test
    @Order(3)
    void aSettingThatIsOtherIsToldAndSetBack() throws Exception {
        // given
        try (Admin admin = Admin.create(settings.client(Map.of()))) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "acuity.jobs");
            var forever = new AlterConfigOp(new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET);
            var reversed =
                    new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete,compact"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(forever, reversed)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }

        // when: the order of a list says nothing
        List<TopicDifference> found = audit.differences(3);

        // then
        assertThat(found)
                .extracting(TopicDifference::sentence)
                .containsExactly("acuity.jobs has retention.ms=-1 and should have " + WEEK + ".");
        assertThat(audit.mend(found.getFirst())).isTrue();
        await().untilAsserted(() -> assertThat(audit.differences(3)).isEmpty());
    }

    @Test
    @Order(4)
    void topicsByJobGrowAndNeverShrink() {
        // when
        List<TopicDifference> tooFew = audit.differences(4);
        List<TopicDifference> tooMany = audit.differences(2);

        // then
        assertThat(tooFew)
                .extracting(TopicDifference::sentence)
                .contains("acuity.requests has 3 partitions and should have 4.")
                .noneMatch(sentence -> sentence.startsWith("acuity.control "));
        assertThat(tooMany).first().satisfies(difference -> {
            assertThat(difference.sentence()).endsWith("Kafka cannot take partitions away.");
            assertThat(audit.mend(difference)).isFalse();
        });
        tooFew.forEach(difference -> assertThat(audit.mend(difference)).isTrue());
        await().untilAsserted(() -> assertThat(audit.differences(4)).isEmpty());
    }
}
