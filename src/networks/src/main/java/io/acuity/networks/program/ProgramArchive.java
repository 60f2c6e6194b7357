package io.acuity.networks.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The minimal TorchScript archive around a program: a zip of stored entries with the module's pickled shell, its
 * source, an empty constant table and the format version. {@code torch.jit.load} reads the same bytes.
 */
public final class ProgramArchive {
    /** Pickle protocol 2: class {@code __torch__ G} built without arguments, state {@code {"training": False}}. */
    private static final byte[] SHELL = latin1("\u0080\u0002c__torch__\nG\nq\u0000)\u0081q\u0001}q\u0002"
            + "X\u0008\u0000\u0000\u0000trainingq\u0003\u0089sb.");
    /** Pickle protocol 2 of the empty tuple. */
    private static final byte[] NO_CONSTANTS = latin1("\u0080\u0002).");

    private ProgramArchive() {}

    /** Packs {@code program} into an archive. */
    public static byte[] pack(Program program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "program/data.pkl", SHELL);
            store(zip, "program/code/__torch__.py", program.source().getBytes(StandardCharsets.UTF_8));
            store(zip, "program/constants.pkl", NO_CONSTANTS);
            store(zip, "program/version", latin1("3\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("A program could not be packed in memory.", e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
