package io.acuity.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "a:1, b:2", "[::1]:9092", "10.0.0.1:65535"})
    void addressesAreAccepted(String bootstrap) {
        assertThat(KafkaSettings.of(bootstrap).addresses()).allMatch(address -> address.contains(":"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "http://localhost:9092", "a:1,,b:2", "a:port"})
    void otherWordsAreRefusedWithAnExample(String bootstrap) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaSettings.of(bootstrap))
                .withMessageContaining("kafka.bootstrap")
                .withMessageContaining("localhost:9092");
    }

    @Test
    void whatCorrectnessRestsOnWinsOverPropertiesAndTheseOverDefaults() {
        // given
        var settings = new KafkaSettings(
                "a:1,b:2", Map.of("isolation.level", "read_uncommitted", "reconnect.backoff.max.ms", "7"));

        // when
        var config = settings.client(Map.of("isolation.level", "read_committed"));

        // then
        assertThat(config)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("reconnect.backoff.max.ms", "7")
                .containsEntry("bootstrap.servers", List.of("a:1", "b:2"));
    }

    @Test
    void passwordsMayLieInAFileThatKafkasClientsReadThemselves(@TempDir Path folder) throws Exception {
        // given: as docs/deployment.md tells operators
        Path file = Files.writeString(folder.resolve("client.properties"), "jaas=from-the-file\n");
        var settings = new KafkaSettings(
                "a:1",
                Map.of(
                        "config.providers",
                        "file",
                        "config.providers.file.class",
                        "org.apache.kafka.common.config.provider.FileConfigProvider",
                        "sasl.jaas.config",
                        "${file:" + file + ":jaas}"));

        // when
        var config = new ProducerConfig(settings.client(
                Map.of("key.serializer", ByteArraySerializer.class, "value.serializer", ByteArraySerializer.class)));

        // then
        assertThat(config.getPassword("sasl.jaas.config").value()).isEqualTo("from-the-file");
    }

    @Test
    void propertiesAreNotPrinted() {
        assertThat(new KafkaSettings("a:1", Map.of("sasl.jaas.config", "secret")).toString())
                .contains("sasl.jaas.config")
                .doesNotContain("secret");
    }
}
