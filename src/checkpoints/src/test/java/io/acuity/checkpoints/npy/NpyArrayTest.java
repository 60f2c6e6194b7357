package io.acuity.checkpoints.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyArrayTest {
    @TempDir
    Path folder;

    @Test
    void readsFloatsInCOrder() throws IOException {
        // given
        Path file = write("<f4", "(2, 3)", 24, data -> {
            for (int i = 0; i < 6; i++) {
                data.putFloat(i / 2f);
            }
        });

        // when
        NpyArray array = NpyArray.read(file);

        // then
        assertThat(array.shape()).containsExactly(2, 3);
        assertThat(array.values()).containsExactly(0, 0.5, 1, 1.5, 2, 2.5);
        assertThat(array.slice(1).toFloats()).containsExactly(1.5f, 2f, 2.5f);
    }

    @Test
    void readsScalarsAndLongs() throws IOException {
        // given
        Path scalar = write("<f8", "()", 8, data -> data.putDouble(0.25));
        Path longs = write("<i8", "(2,)", 16, data -> data.putLong(7).putLong(-1));

        // when
        NpyArray first = NpyArray.read(scalar);
        NpyArray second = NpyArray.read(longs);

        // then
        assertThat(first.shape()).isEmpty();
        assertThat(first.values()).containsExactly(0.25);
        assertThat(second.values()).containsExactly(7, -1);
    }

    @Test
    void saysWhenTheFileIsCutShort() throws IOException {
        // given
        Path file = write("<f8", "(4,)", 16, data -> data.putDouble(1).putDouble(2));

        // when, then
        assertThatThrownBy(() -> NpyArray.read(file))
                .isInstanceOf(UnreadableArrayException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void saysWhenTheFileIsSomethingElse() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("x.npy"), "not an array at all");

        // when, then
        assertThatThrownBy(() -> NpyArray.read(file))
                .isInstanceOf(UnreadableArrayException.class)
                .hasMessageContaining("not a NumPy array");
    }

    private Path write(String type, String shape, int bytes, java.util.function.Consumer<ByteBuffer> fill)
            throws IOException {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(10 + header.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length);
        file.put(header);
        fill.accept(file);
        return Files.write(folder.resolve("array" + bytes + ".npy"), file.array());
    }
}
