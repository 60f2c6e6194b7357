package io.acuity.cli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.cli.console.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class KafkaOptionsTest {
    @TempDir
    private Path folder;

    private static KafkaOptions parsed(String... arguments) {
        KafkaOptions options = new KafkaOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("kafka", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }

    @Test
    void passwordsComeFromAFileAndArgumentsWinOverIt() throws Exception {
        // given
        Path file = Files.writeString(
                folder.resolve("client.properties"), "ssl.truststore.password=hush\nsecurity.protocol=PLAINTEXT\n");

        // when
        KafkaOptions options = parsed("--kafka-properties", file.toString(), "--kafka", "security.protocol=SSL");

        // then
        assertThat(options.properties())
                .containsEntry("ssl.truststore.password", "hush")
                .containsEntry("security.protocol", "SSL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config",
                "ssl.key.password",
                "ssl.keystore.key",
                "sasl.oauthbearer.client.credentials.client.secret"
            })
    void aPasswordAmongTheArgumentsIsRefusedAndNotRepeated(String name) {
        assertThatThrownBy(() -> parsed("--kafka", name + "=hush").properties())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--kafka-properties")
                .hasMessageNotContaining("hush");
        assertThat(parsed("--kafka", name + "=${file:/run/secrets/x:y}").properties())
                .containsKey(name);
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> parsed(
                                "--kafka-properties", folder.resolve("none").toString())
                        .properties())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("none");
    }
}
