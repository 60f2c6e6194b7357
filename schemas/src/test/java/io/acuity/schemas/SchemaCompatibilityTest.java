package io.acuity.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.Cancel;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.DatasetSample;
import io.acuity.events.DeadLetter;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.JobEvent;
import io.acuity.events.JobView;
import io.acuity.events.MetricsWindow;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import io.acuity.events.TrainingProgress;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.events.VideoRequest;
import io.acuity.events.VideoView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Full transitive compatibility: every released version of a topic's record reads every other one, in both directions.
 *
 * <p>After a change of the protocol this test writes the new schema to {@code target/history}; copying it to
 * {@code src/main/avro/history} releases it. Files that are already there are never edited.
 */
class SchemaCompatibilityTest {

    private static final Path HISTORY = Path.of("src/main/avro/history");

    static Stream<Schema> topicRecords() {
        return Stream.of(
                UpscaleRequest.getClassSchema(),
                UpscaleResult.getClassSchema(),
                JobEvent.getClassSchema(),
                JobView.getClassSchema(),
                Cancel.getClassSchema(),
                DeadLetter.getClassSchema(),
                DatasetSample.getClassSchema(),
                TrainingProgress.getClassSchema(),
                CheckpointEvent.getClassSchema(),
                RolloutCommand.getClassSchema(),
                RolloutEvent.getClassSchema(),
                RolloutTrial.getClassSchema(),
                RolloutAck.getClassSchema(),
                MetricsWindow.getClassSchema(),
                FrameRequest.getClassSchema(),
                FrameResult.getClassSchema(),
                VideoRequest.getClassSchema(),
                VideoView.getClassSchema());
    }

    @ParameterizedTest
    @MethodSource("topicRecords")
    void theCurrentSchemaIsTheNewestReleasedOne(Schema current) throws IOException {
        // given
        List<Schema> released = SchemaHistory.of(current.getName());
        Path next = Path.of(current.getName(), "v" + (released.size() + 1) + ".avsc");
        Path proposal = Path.of("target/history").resolve(next);

        // when
        boolean known = !released.isEmpty() && fingerprint(released.getLast()) == fingerprint(current);
        if (!known) {
            Files.createDirectories(proposal.getParent());
            Files.writeString(proposal, SchemaFormatter.format("json/pretty", current) + "\n");
        }

        // then
        assertThat(known)
                .as(
                        "%s changed; to release it: cp schemas/%s schemas/%s",
                        current.getName(), proposal, HISTORY.resolve(next))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("topicRecords")
    void everyVersionReadsEveryOther(Schema current) {
        // given
        var versions = new ArrayList<>(SchemaHistory.of(current.getName()));
        versions.add(current);

        for (Schema reader : versions) {
            for (Schema writer : versions) {
                // when
                var pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);

                // then
                assertThat(pair.getType()).as(pair.getDescription()).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topicRecords")
    void everyEnumHasADefaultSoThatOldReadersSurviveNewSymbols(Schema current) {
        // given
        var enums = new ArrayList<Schema>();
        SchemaHistory.of(current.getName()).forEach(schema -> collectEnums(schema, enums, new HashSet<>()));
        collectEnums(current, enums, new HashSet<>());

        // then
        assertThat(enums)
                .allSatisfy(symbols -> assertThat(symbols.getEnumDefault()).isEqualTo("UNKNOWN"));
    }

    @Test
    void historyHasNoGapsAndNoUnknownRecords() throws IOException {
        // given
        Set<String> names = new HashSet<>(topicRecords().map(Schema::getName).toList());

        try (Stream<Path> folders = Files.list(HISTORY)) {
            for (Path folder : folders.toList()) {
                // when
                try (Stream<Path> files = Files.list(folder)) {
                    // then
                    String name = folder.getFileName().toString();
                    assertThat(names).contains(name);
                    assertThat(SchemaHistory.of(name))
                            .as("versions of %s", name)
                            .hasSize((int) files.count());
                }
            }
        }
    }

    @Test
    void theListOfFingerprintsNamesEveryVersion() throws IOException {
        // given
        Path list = Path.of("src/main/avro/fingerprints.txt");
        Path proposal = Path.of("target/fingerprints.txt");
        var lines =
                new StringBuilder("# The eight bytes after C3 01, and which schema in history/ wrote the record.\n");
        for (Schema current : topicRecords().toList()) {
            List<Schema> released = SchemaHistory.of(current.getName());
            for (int version = 1; version <= released.size(); version++) {
                // when
                long bytes = Long.reverseBytes(fingerprint(released.get(version - 1)));
                lines.append(HexFormat.of().toHexDigits(bytes))
                        .append(" %s/v%d\n".formatted(current.getName(), version));
            }
        }

        // then
        Files.writeString(proposal, lines);
        assertThat(list)
                .as("A version was released; to list it: cp schemas/%s schemas/%s", proposal, list)
                .content()
                .isEqualTo(lines.toString());
    }

    @Test
    void anIncompatibleChangeWouldBeCaught() {
        // given
        Schema released = SchemaHistory.of("Cancel").getFirst();
        var changed = Schema.createRecord("Cancel", null, "io.acuity.events", false);
        changed.setFields(List.of(new Schema.Field("added", Schema.create(Schema.Type.LONG))));

        // when
        var verdict = SchemaCompatibility.checkReaderWriterCompatibility(changed, released);

        // then
        assertThat(verdict.getType()).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    private static void collectEnums(Schema schema, List<Schema> enums, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> collectEnums(field.schema(), enums, seen));
                }
            }
            case UNION -> schema.getTypes().forEach(branch -> collectEnums(branch, enums, seen));
            case ARRAY -> collectEnums(schema.getElementType(), enums, seen);
            case MAP -> collectEnums(schema.getValueType(), enums, seen);
            case ENUM -> enums.add(schema);
            default -> {}
        }
    }
}
