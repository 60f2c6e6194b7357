package io.acuity.cli;

import io.acuity.checkpoints.safetensors.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes state dicts as PyTorch does: a zip with a pickle that names the storages beside it. */
final class TorchFile {
    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

    private TorchFile() {}

    /** A file with the tensors, which are fp32. */
    static Path write(Path file, Map<String, Tensor> tensors) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(0);
            entry(zip, "archive/data.pkl", new TorchFile().stateDict(tensors));
            int number = 0;
            for (Tensor tensor : tensors.values()) {
                float[] values = tensor.floats();
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                entry(zip, "archive/data/" + number++, bytes.array());
            }
        }
        return file;
    }

    /** A file whose pickle calls something. */
    static Path hostile(Path file, String module, String function) throws IOException {
        TorchFile torch = new TorchFile();
        torch.raw(0x80, 2, '}', '(').text("weight").global(module, function);
        torch.raw('(').text("touch /tmp/acuity-was-here").raw('t', 'R', 'u', '.');
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "archive/data.pkl", torch.pickle.toByteArray());
        }
        return file;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        ((OutputStream) zip).write(content);
    }

    private byte[] stateDict(Map<String, Tensor> tensors) {
        raw(0x80, 2, '}', '(');
        int number = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            List<Long> shape = entry.getValue().shape();
            long elements = shape.stream().reduce(1L, Math::multiplyExact);
            text(entry.getKey()).global("torch._utils", "_rebuild_tensor_v2").raw('(');
            raw('(').text("storage").global("torch", "FloatStorage");
            text(String.valueOf(number++)).text("cpu").whole(elements).raw('t', 'Q');
            whole(0).raw('(');
            shape.forEach(this::whole);
            raw('t', '(');
            long stride = elements;
            for (long extent : shape) {
                stride /= extent;
                whole(stride);
            }
            raw('t', 0x89).global("collections", "OrderedDict").raw(')', 'R', 't', 'R');
        }
        raw('u', '.');
        return pickle.toByteArray();
    }

    private TorchFile raw(int... bytes) {
        for (int value : bytes) {
            pickle.write(value);
        }
        return this;
    }

    private TorchFile text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        raw('X').little(4, bytes.length);
        pickle.writeBytes(bytes);
        return this;
    }

    private TorchFile whole(long value) {
        return raw(0x8a, 8).little(8, value);
    }

    private TorchFile little(int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            pickle.write((int) (value >> (8 * i)));
        }
        return this;
    }

    private TorchFile global(String module, String name) {
        raw('c');
        pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }
}
