package io.acuity.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each input that was worth keeping, and each that once broke something, leaves every promise of its target intact. */
class CorpusTest {
    private static final long MOST_BYTES = 2 << 20;
    private static final long SEED = Long.getLong("acuity.fuzz.seed", 1);
    private static final int MUTATIONS = Integer.getInteger("acuity.fuzz.mutations", 100);
    private static final Map<String, Consumer<byte[]>> TARGETS = new TreeMap<>(Map.of(
            "PictureFuzz", PictureFuzz::fuzzerTestOneInput,
            "CheckpointFuzz", CheckpointFuzz::fuzzerTestOneInput,
            "PickleFuzz", PickleFuzz::fuzzerTestOneInput,
            "SafetensorsFuzz", SafetensorsFuzz::fuzzerTestOneInput,
            "BundleFuzz", BundleFuzz::fuzzerTestOneInput,
            "EventFuzz", EventFuzz::fuzzerTestOneInput,
            "ParameterFuzz", ParameterFuzz::fuzzerTestOneInput,
            "CredentialFuzz", CredentialFuzz::fuzzerTestOneInput));

    @TestFactory
    Stream<DynamicTest> theCorpusBreaksNothing() {
        return TARGETS.entrySet().stream()
                .map(target -> dynamicTest(target.getKey(), () -> {
                    List<Input> inputs = corpus(target.getKey());
                    assertThat(inputs).isNotEmpty();
                    replay(inputs, target.getValue());
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatBrokeSomethingBreaksItNoMore() {
        return TARGETS.entrySet().stream()
                .map(target ->
                        dynamicTest(target.getKey(), () -> replay(findings(target.getKey()), target.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> whatResemblesTheCorpusBreaksNothing() {
        return TARGETS.entrySet().stream()
                .map(target -> dynamicTest(target.getKey(), () -> {
                    // given
                    List<byte[]> corpus =
                            corpus(target.getKey()).stream().map(Input::bytes).toList();
                    Mutations mutations = new Mutations(corpus, SEED);

                    // then
                    for (int i = 0; i < MUTATIONS; i++) {
                        replay("mutation " + i + " of seed " + SEED, mutations.next(), target.getValue());
                    }
                }));
    }

    @Test
    void theCorpusStaysSmall() throws Exception {
        // given
        long bytes = 0;
        for (String target : TARGETS.keySet()) {
            bytes += Files.size(resource("corpus/" + target + ".zip"));
        }

        // then
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    private static void replay(List<Input> inputs, Consumer<byte[]> target) {
        for (Input input : inputs) {
            replay("input " + input.name, input.bytes, target);
        }
    }

    private static void replay(String name, byte[] content, Consumer<byte[]> target) {
        try {
            target.accept(content);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError(
                    "The " + name + " breaks its target; in hexadecimal digits: "
                            + HexFormat.of().formatHex(content),
                    e);
        }
    }

    private record Input(String name, byte[] bytes) {}

    private static List<Input> corpus(String target) throws IOException, URISyntaxException {
        List<Input> inputs = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(resource("corpus/" + target + ".zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    inputs.add(new Input(entry.getName(), zip.readAllBytes()));
                }
            }
        }
        return inputs;
    }

    private static List<Input> findings(String target) throws IOException, URISyntaxException {
        Path folder = resource("corpus").resolveSibling("findings").resolve(target);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Input> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(new Input(String.valueOf(file.getFileName()), Files.readAllBytes(file)));
            }
            return inputs;
        }
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(CorpusTest.class.getResource(name)).toURI());
    }
}
