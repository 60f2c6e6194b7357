package io.acuity.checkpoints.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes pickles by hand, so that tests can say what no well-meaning writer would. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static PickleWriter protocol(int version) {
        return new PickleWriter().raw(0x80, version);
    }

    PickleWriter raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        raw('X');
        little(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    PickleWriter whole(long value) {
        raw(0x8a, 8);
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    PickleWriter global(String module, String name) {
        raw('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleWriter wholes(long... values) {
        raw('(');
        for (long value : values) {
            whole(value);
        }
        return raw('t');
    }

    /** A storage as the zip format names it. */
    PickleWriter storage(String type, String key, long elements) {
        return raw('(').text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .whole(elements)
                .raw('t', 'Q');
    }

    /** A tensor that looks into a storage. */
    PickleWriter tensor(String type, String key, long elements, long offset, long[] shape, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .raw('(')
                .storage(type, key, elements)
                .whole(offset)
                .wholes(shape)
                .wholes(strides)
                .raw(0x89)
                .global("collections", "OrderedDict")
                .raw(')', 'R', 't', 'R');
    }

    /** A row of floats that fills a storage of its own. */
    PickleWriter row(String key, long elements) {
        return tensor("FloatStorage", key, elements, 0, new long[] {elements}, new long[] {1});
    }

    byte[] stop() {
        raw('.');
        return out.toByteArray();
    }

    private void little(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    /** The bytes of floats, little-endian. */
    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** A legacy file around {@code object}, whose storages are given in order. */
    static byte[] legacy(byte[] object, Map<String, byte[]> storages, int elementBytes) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {
            (byte) 0x80,
            2,
            (byte) 0x8a,
            10,
            0x6c,
            (byte) 0xfc,
            (byte) 0x9c,
            0x46,
            (byte) 0xf9,
            0x20,
            0x6a,
            (byte) 0xa8,
            0x50,
            0x19,
            '.'
        });
        file.writeBytes(protocol(2).raw('M', 0xe9, 3).stop());
        file.writeBytes(
                protocol(2).raw('}').text("little_endian").raw(0x88, 's').stop());
        file.writeBytes(object);
        PickleWriter keys = protocol(2).raw(']', '(');
        storages.keySet().forEach(keys::text);
        file.writeBytes(keys.raw('e').stop());
        storages.values().forEach(content -> {
            file.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(content.length / elementBytes)
                    .array());
            file.writeBytes(content);
        });
        return file.toByteArray();
    }
}
