package io.acuity.checkpoints.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.weights.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to break, run or exhaust their reader end in one exception, quickly and in little memory. */
class HostileCheckpointTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"os, system", "posix, system", "builtins, eval", "torch, load", "torch.nn.modules.linear, Linear"})
    void namesTheClassItRefuses(String module, String name) throws IOException {
        // given
        byte[] pickle = PickleWriter.protocol(2)
                .global(module, name)
                .raw('(')
                .text("touch /tmp/owned")
                .raw('t', 'R')
                .stop();

        // then
        refused(new TorchZip("x/", pickle).bytes(), module + "." + name, "torch.save");
    }

    @Test
    void refusesClassesNamedOnTheStack() throws IOException {
        // given
        byte[] pickle = PickleWriter.protocol(4)
                .text("os")
                .text("system")
                .raw(0x93, ')', 'R')
                .stop();

        // then
        refused(new TorchZip("x/", pickle).bytes(), "os.system");
    }

    @ParameterizedTest
    @ValueSource(ints = {'i', 'o', 0x92, 0x82, 'P', 0x97, 'p', 0xff})
    void refusesOperationsNoStateDictNeeds(int operation) throws IOException {
        // given
        byte[] pickle = PickleWriter.protocol(2).raw('(', operation).text("x").stop();

        // then
        refused(new TorchZip("x/", pickle).bytes(), "0x" + Integer.toHexString(operation));
    }

    @Test
    void refusesTensorsThatLeaveTheirStorage() throws IOException {
        refusedTensor(tensor -> tensor.tensor("FloatStorage", "0", 2, 1, new long[] {2}, new long[] {1}), "beyond");
        refusedTensor(
                tensor -> tensor.tensor("FloatStorage", "0", 2, 0, new long[] {2}, new long[] {1L << 39}), "beyond");
        refusedTensor(tensor -> tensor.tensor("FloatStorage", "0", 2, -1, new long[] {1}, new long[] {1}), "size");
        refusedTensor(tensor -> tensor.tensor("FloatStorage", "0", 2, 0, new long[] {1}, new long[] {-1}), "size");
    }

    @Test
    void refusesTensorsOfAbsurdSize() throws IOException {
        long big = 1L << 39;
        refusedTensor(
                tensor -> tensor.tensor("FloatStorage", "0", 2, 0, new long[] {big, big}, new long[] {0, 0}), "size");
        refusedTensor(
                tensor -> tensor.tensor("FloatStorage", "0", 2, 0, new long[] {1L << 30}, new long[] {0}), "unpacks");
        refusedTensor(tensor -> tensor.row("0", big), "size");
        refusedTensor(tensor -> tensor.row("0", Long.MAX_VALUE), "size");
    }

    @Test
    void refusesStridesWhoseProductWrapsAround() throws IOException {
        // given: 2^24 steps of 2^40 elements, which are none in 64 bits
        int elements = 1 << 24;
        byte[] pickle = PickleWriter.protocol(2)
                .raw('}')
                .text("w")
                .tensor("ByteStorage", "0", elements, 0, new long[] {elements + 1}, new long[] {1L << 40})
                .raw('s')
                .stop();

        // then
        refused(new TorchZip("x/", pickle).with("data/0", new byte[elements]).bytes(), "beyond");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 12})
    void refusesStoragesOfAnotherSize(int bytes) throws IOException {
        // given: a tensor of two floats
        byte[] pickle =
                PickleWriter.protocol(2).raw('}').text("w").row("0", 2).raw('s').stop();

        // then
        refused(
                new TorchZip("x/", pickle).with("data/0", new byte[bytes]).bytes(),
                "storage 0 does not have the 8 bytes");
    }

    @Test
    void refusesZipBombs() throws IOException {
        // given: 100 MB of zeros in 100 kB
        byte[] pickle = PickleWriter.protocol(2)
                .raw('}')
                .text("w")
                .row("0", 25_000_000)
                .raw('s')
                .stop();
        byte[] file =
                new TorchZip("x/", pickle).with("data/0", new byte[100_000_000]).bytes();

        // then
        refused(file, "unpacks to far more");
    }

    @Test
    void deepNestingIsNoRecursion() throws IOException {
        // given: half a million lists in each other, one of them in itself
        PickleWriter writer = PickleWriter.protocol(2).raw('}').text("w");
        for (int i = 0; i < 500_000; i++) {
            writer.raw(']');
        }
        writer.raw('2', 'a');
        for (int i = 1; i < 500_000; i++) {
            writer.raw('a');
        }

        // then
        refused(new TorchZip("x/", writer.raw('s').stop()).bytes(), "no state dict");
    }

    @Test
    void refusesADictionaryThatContainsItself() throws IOException {
        // given
        byte[] pickle = PickleWriter.protocol(2)
                .raw('}', 'q', 0)
                .text("state_dict")
                .raw('h', 0, 's')
                .stop();

        // then
        refused(new TorchZip("x/", pickle).bytes(), "no state dict");
    }

    @Test
    void refusesEndlessOperationsAndEndlessCopies() throws IOException {
        // given: operations without end, and one long list of pairs made into many dictionaries
        PickleWriter endless = PickleWriter.protocol(2).raw('N');
        for (int i = 0; i < 2_100_000; i++) {
            endless.raw('2', '0');
        }
        PickleWriter copies = PickleWriter.protocol(2)
                .text("k")
                .raw('N', 0x86, 'q', 0, '0')
                .global("collections", "OrderedDict")
                .raw('q', 1, '0', ']', '(');
        for (int i = 0; i < 100_000; i++) {
            copies.raw('h', 0);
        }
        copies.raw('e', 0x85, 'q', 2, '0');
        for (int i = 0; i < 100_000; i++) {
            copies.raw('h', 1, 'h', 2, 'R', '0');
        }

        // then
        refused(new TorchZip("x/", endless.stop()).bytes(), "operations");
        refused(new TorchZip("x/", copies.raw('N').stop()).bytes(), "again and again");
    }

    @Test
    void saysWhatOtherFilesAre() throws IOException {
        refused(new TorchZip("x/", new byte[] {'.'}).with("constants.pkl", "").bytes(), "TorchScript");
        refused(new TorchZip("x/", new byte[0]).with("y/data.pkl", "").bytes(), "more than one data.pkl");
        refused(PickleWriter.protocol(2).whole(1).stop(), "not one of torch.save");
        refused("not weights at all".getBytes(StandardCharsets.UTF_8), "neither");
        refused(new byte[0], "neither");
    }

    @Test
    void refusesWeightsThatAreNotNumbers() throws IOException {
        // given
        byte[] pickle = PickleWriter.protocol(2)
                .raw('}')
                .text("layer.weight")
                .row("0", 2)
                .raw('s')
                .stop();

        // then
        refused(
                new TorchZip("x/", pickle)
                        .with("data/0", PickleWriter.floats(1, Float.NaN))
                        .bytes(),
                "layer.weight",
                "element 1");
        refused(
                PickleWriter.legacy(pickle, Map.of("0", PickleWriter.floats(Float.NEGATIVE_INFINITY, 0)), 4),
                "layer.weight",
                "element 0");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void anyDamageEndsInAStateDictOrInOneException(long seed) throws IOException {
        // given: a file of each format, then truncated or with some bytes changed
        Random random = new Random(seed);
        byte[] legacy = PickleWriter.legacy(
                PickleWriter.protocol(2)
                        .raw('}', '(')
                        .text("a")
                        .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3})
                        .text("b")
                        .row("0", 6)
                        .raw('u')
                        .stop(),
                Map.of("0", PickleWriter.floats(1, 2, 3, 4, 5, 6)),
                4);
        byte[] zip;
        try (InputStream in = getClass().getResourceAsStream("/pytorch/dino-vit-small.pth")) {
            zip = in.readAllBytes();
        }

        // then
        Assertions.assertTimeoutPreemptively(LIMIT, () -> {
            for (int i = 0; i < 400; i++) {
                byte[] whole = i % 4 == 0 ? zip : legacy;
                byte[] damaged = random.nextBoolean()
                        ? Arrays.copyOf(whole, random.nextInt(whole.length))
                        : changed(whole, random);
                readsOrRefuses(damaged);
            }
        });
    }

    private static byte[] changed(byte[] whole, Random random) {
        byte[] changed = whole.clone();
        // Most of a file is numbers; what steers the reader lies at its two ends.
        int reach = Math.min(whole.length, 5000);
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            int at = random.nextInt(reach);
            changed[random.nextBoolean() ? at : whole.length - 1 - at] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private void readsOrRefuses(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("damaged.pth"), content);
        try {
            assertThat(WeightFiles.read(file)).isNotNull();
        } catch (CorruptCheckpointException e) {
            assertThat(e).hasMessageContaining("damaged.pth");
        }
    }

    private void refusedTensor(Consumer<PickleWriter> tensor, String word) throws IOException {
        PickleWriter writer = PickleWriter.protocol(2).raw('}').text("w");
        tensor.accept(writer);
        refused(
                new TorchZip("x/", writer.raw('s').stop())
                        .with("data/0", PickleWriter.floats(1, 2))
                        .bytes(),
                word);
    }

    private void refused(byte[] content, String... words) throws IOException {
        Path file = Files.write(folder.resolve("hostile.pth"), content);
        Assertions.assertTimeoutPreemptively(
                LIMIT,
                () -> assertThatExceptionOfType(CorruptCheckpointException.class)
                        .isThrownBy(() -> WeightFiles.read(file))
                        .withMessageContaining("hostile.pth")
                        .satisfies(e -> assertThat(e.getMessage()).contains(words)));
    }
}
