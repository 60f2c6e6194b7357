package io.acuity.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each input that was worth keeping, and each that once broke something, leaves every promise of its target intact. */
class CorpusTest {
    private static final long MOST_BYTES = 1 << 20;
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
                    List<Path> inputs = inputs("corpus", target.getKey());
                    assertThat(inputs).isNotEmpty();
                    replay(inputs, target.getValue());
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatBrokeSomethingBreaksItNoMore() {
        return TARGETS.entrySet().stream()
                .map(target -> dynamicTest(
                        target.getKey(), () -> replay(inputs("findings", target.getKey()), target.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> whatResemblesTheCorpusBreaksNothing() {
        return TARGETS.entrySet().stream()
                .map(target -> dynamicTest(target.getKey(), () -> {
                    // given
                    List<byte[]> corpus = new ArrayList<>();
                    for (Path input : inputs("corpus", target.getKey())) {
                        corpus.add(Files.readAllBytes(input));
                    }
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
            for (Path input : inputs("corpus", target)) {
                bytes += Files.size(input);
            }
        }

        // then
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    private static void replay(List<Path> inputs, Consumer<byte[]> target) throws IOException {
        for (Path input : inputs) {
            replay("input " + input.getFileName(), Files.readAllBytes(input), target);
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

    private static List<Path> inputs(String kind, String target) throws IOException, URISyntaxException {
        URL corpus = Objects.requireNonNull(CorpusTest.class.getResource("corpus"));
        Path folder = Path.of(corpus.toURI()).resolveSibling(kind).resolve(target);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
