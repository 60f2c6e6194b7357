package io.acuity.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Pickles alone: put into a checkpoint with two storages, so that the fuzzer need not build a zip around each. */
public final class PickleFuzz {
    private static final long MEMORY = 256L << 20;
    private static final int PER_BYTE = 1_000;
    private static final int STORAGE_BYTES = 48;

    private PickleFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bounded.allocating(MEMORY + (long) PER_BYTE * input.length, () -> CheckpointFuzz.read(checkpoint(input)));
    }

    private static byte[] checkpoint(byte[] pickle) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            store(zip, "x/data.pkl", pickle);
            store(zip, "x/data/0", new byte[STORAGE_BYTES]);
            store(zip, "x/data/1", new byte[STORAGE_BYTES]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTime(0);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }
}
