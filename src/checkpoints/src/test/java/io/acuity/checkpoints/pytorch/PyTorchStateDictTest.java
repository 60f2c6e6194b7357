package io.acuity.checkpoints.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.checkpoints.safetensors.ElementType;
import io.acuity.checkpoints.safetensors.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchStateDictTest {
    @TempDir
    Path folder;

    @Test
    void readsAFileWrittenByPyTorch() throws IOException {
        // given
        Path file = folder.resolve("renamed.bin");
        try (InputStream in = getClass().getResourceAsStream("/pytorch/dino-vit-small.pth")) {
            Files.copy(in, file);
        }

        // when
        Map<String, Tensor> tensors = PyTorchStateDict.read(file).tensors();

        // then
        assertThat(tensors).hasSize(30);
        assertThat(tensors.keySet())
                .startsWith("cls_token", "pos_embed", "patch_embed.proj.weight")
                .endsWith("norm.weight", "norm.bias");
        Tensor patches = tensor(tensors, "patch_embed.proj.weight");
        assertThat(patches.shape()).containsExactly(48L, 3L, 8L, 8L);
        assertThat(patches.type()).isEqualTo(ElementType.F32);
        assertThat(patches.floats()).hasSize(48 * 3 * 64).startsWith(0.0917671f, -0.095186464f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive/", "a/b/", ""})
    void theTopFolderMayHaveAnyName(String top) throws IOException {
        // given
        byte[] pickle = dictionary(2).text("w").row("0", 3).raw('s').stop();
        byte[] file = new TorchZip(top, pickle)
                .with("data/0", PickleWriter.floats(1, 2, 3))
                .bytes();

        // then
        assertThat(tensor(read(file), "w").floats()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void readsEveryBinaryProtocol(int protocol) throws IOException {
        // given: names by STACK_GLOBAL, short strings and numbered memos since protocol 4
        PickleWriter writer = dictionary(protocol);
        if (protocol >= 4) {
            writer.raw(0x95, 1, 0, 0, 0, 0, 0, 0, 0).raw(0x94).raw(0x8c, 1, 'w', 0x94, '0', 'h', 1);
        } else {
            writer.raw('U', 1, 'w', 'q', 7, '0', 'h', 7);
        }
        byte[] pickle = writer.row("0", 1).raw('s').stop();

        // then
        assertThat(tensor(
                                read(new TorchZip("x/", pickle)
                                        .with("data/0", PickleWriter.floats(5))
                                        .bytes()),
                                "w")
                        .floats())
                .containsExactly(5);
    }

    @Test
    void makesStridedTensorsContiguousAndSharesStorages() throws IOException {
        // given: one storage of six floats, seen as itself, transposed, from its middle, as a scalar and as nothing
        byte[] pickle = dictionary(2)
                .raw('(')
                .text("plain")
                .tensor("FloatStorage", "0", 6, 0, new long[] {2, 3}, new long[] {3, 1})
                .text("transposed")
                .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3})
                .text("column")
                .tensor("FloatStorage", "0", 6, 1, new long[] {2}, new long[] {3})
                .text("scalar")
                .tensor("FloatStorage", "0", 6, 4, new long[0], new long[0])
                .text("repeated")
                .tensor("FloatStorage", "0", 6, 2, new long[] {2, 2}, new long[] {0, 1})
                .text("empty")
                .tensor("FloatStorage", "0", 6, 6, new long[] {0, 5}, new long[] {5, 1})
                .raw('u')
                .stop();

        // when
        Map<String, Tensor> tensors = read(new TorchZip("x/", pickle)
                .with("data/0", PickleWriter.floats(1, 2, 3, 4, 5, 6))
                .bytes());

        // then
        assertThat(tensor(tensors, "plain").floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(tensor(tensors, "transposed").floats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(tensor(tensors, "column").floats()).containsExactly(2, 5);
        assertThat(tensor(tensors, "scalar").shape()).isEmpty();
        assertThat(tensor(tensors, "scalar").floats()).containsExactly(5);
        assertThat(tensor(tensors, "repeated").floats()).containsExactly(3, 4, 3, 4);
        assertThat(tensor(tensors, "empty").shape()).containsExactly(0L, 5L);
    }

    @ParameterizedTest
    @CsvSource({
        "DoubleStorage, F64, 8", "FloatStorage, F32, 4", "HalfStorage, F16, 2", "BFloat16Storage, BF16, 2",
        "LongStorage, I64, 8", "IntStorage, I32, 4", "ShortStorage, I16, 2", "CharStorage, I8, 1",
        "ByteStorage, U8, 1", "BoolStorage, BOOL, 1"
    })
    void readsEveryElementTypeInEitherByteOrder(String storage, ElementType type, int bytes) throws IOException {
        // given: the number one
        byte[] little = new byte[bytes];
        ByteBuffer one = ByteBuffer.wrap(little).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F64 -> one.putDouble(1);
            case F32 -> one.putFloat(1);
            case F16 -> one.putShort(Float.floatToFloat16(1));
            case BF16 -> one.putShort((short) (Float.floatToIntBits(1) >>> 16));
            default -> one.put(0, (byte) 1);
        }
        byte[] big = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            big[i] = little[bytes - 1 - i];
        }
        byte[] pickle = dictionary(2)
                .text("w")
                .tensor(storage, "0", 1, 0, new long[] {1}, new long[] {1})
                .raw('s')
                .stop();

        // when
        Tensor ofLittle =
                tensor(read(new TorchZip("x/", pickle).with("data/0", little).bytes()), "w");
        Tensor ofBig = tensor(
                read(new TorchZip("x/", pickle)
                        .with("data/0", big)
                        .with("byteorder", "big")
                        .bytes()),
                "w");

        // then
        assertThat(ofLittle.type()).isEqualTo(type);
        assertThat(ofLittle.floats()).containsExactly(1);
        assertThat(ofBig.floats()).containsExactly(1);
    }

    @Test
    void readsTheLegacyFormatWithViews() throws IOException {
        // given: a storage of four floats, whole and as a view of its last two elements
        byte[] object = dictionary(2)
                .raw('(')
                .text("whole")
                .row("k1", 4)
                .text("view")
                .global("torch._utils", "_rebuild_tensor_v2")
                .raw('(', '(')
                .text("storage")
                .global("torch", "FloatStorage")
                .text("k1")
                .text("cpu")
                .whole(4)
                .raw('(')
                .text("view1")
                .whole(2)
                .whole(2)
                .raw('t', 't', 'Q')
                .whole(0)
                .wholes(2)
                .wholes(1)
                .raw(0x89, '}', 't', 'R')
                .text("other")
                .row("k2", 1)
                .raw('u')
                .stop();
        Map<String, byte[]> storages = new LinkedHashMap<>();
        storages.put("k2", PickleWriter.floats(9));
        storages.put("k1", PickleWriter.floats(1, 2, 3, 4));

        // when
        Map<String, Tensor> tensors = read(PickleWriter.legacy(object, storages, 4));

        // then
        assertThat(tensor(tensors, "whole").floats()).containsExactly(1, 2, 3, 4);
        assertThat(tensor(tensors, "view").floats()).containsExactly(3, 4);
        assertThat(tensor(tensors, "other").floats()).containsExactly(9);
    }

    @Test
    void findsTheAveragedWeightsAmongWhatATrainerSaved() throws IOException {
        // given: raw and averaged weights, an epoch, an optimizer and settings
        byte[] pickle = PickleWriter.protocol(2)
                .raw('}', '(')
                .text("epoch")
                .whole(7)
                .text("optimizer")
                .raw('}')
                .text("state")
                .raw('}')
                .whole(0)
                .row("9", 1)
                .raw('s', 's')
                .text("args")
                .global("argparse", "Namespace")
                .raw(')', 0x81, '}')
                .text("lr")
                .raw('G', 0, 0, 0, 0, 0, 0, 0, 0, 's', 'b')
                .text("params")
                .raw('}')
                .text("w")
                .row("0", 1)
                .raw('s')
                .text("params_ema")
                .raw('}')
                .text("w")
                .row("1", 1)
                .raw('s', 'u')
                .stop();

        // when: the optimizer's storage is not even there
        Map<String, Tensor> tensors = read(new TorchZip("x/", pickle)
                .with("data/0", PickleWriter.floats(1))
                .with("data/1", PickleWriter.floats(2))
                .bytes());

        // then
        assertThat(tensors).containsOnlyKeys("w");
        assertThat(tensor(tensors, "w").floats()).containsExactly(2);
    }

    @Test
    void readsParametersAndOrderedDictsWithAttributes() throws IOException {
        // given: an OrderedDict with _metadata that holds a Parameter
        byte[] pickle = PickleWriter.protocol(2)
                .global("collections", "OrderedDict")
                .raw(')', 'R', '(')
                .text("w")
                .global("torch._utils", "_rebuild_parameter")
                .raw('(')
                .row("0", 1)
                .raw(0x88)
                .global("collections", "OrderedDict")
                .raw(')', 'R', 't', 'R', 'u', '}')
                .text("_metadata")
                .raw('}', 's', 'b')
                .stop();

        // then
        assertThat(tensor(
                                read(new TorchZip("x/", pickle)
                                        .with("data/0", PickleWriter.floats(3))
                                        .bytes()),
                                "w")
                        .floats())
                .isEqualTo(new float[] {3});
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static PickleWriter dictionary(int protocol) {
        return PickleWriter.protocol(protocol).raw('}');
    }

    private Map<String, Tensor> read(byte[] content) throws IOException {
        return PyTorchStateDict.read(Files.write(folder.resolve("weights.pth"), content))
                .tensors();
    }
}
