package io.acuity.checkpoints.bundle;

import io.acuity.checkpoints.CorruptCheckpointException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A bundle as one file, a zip of its two files, in which checkpoints travel. Nothing is compressed, because weights
 * hardly shrink, and no time is kept, so that equal bundles are equal bytes and a store keeps them once.
 */
public final class BundleArchive {
    /** Media type of an archive. */
    public static final String MEDIA_TYPE = "application/zip";

    private BundleArchive() {}

    /** Packs {@code bundle}. */
    public static byte[] encode(ModelBundle bundle) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, ModelBundle.DESCRIPTION_FILE, bundle.descriptionFile());
            add(zip, ModelBundle.WEIGHTS_FILE, bundle.weightsFile());
        } catch (IOException e) {
            throw new UncheckedIOException("A bundle could not be packed in memory.", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Unpacks and verifies a bundle.
     *
     * @param archive what {@link #encode} made, here or elsewhere
     * @param source where it came from, for messages
     * @throws CorruptCheckpointException if it is no archive of a bundle, is cut short, fails its hash, or a weight is
     *     not finite
     */
    public static ModelBundle decode(byte[] archive, String source) {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            int left = archive.length;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = content(zip, entry, left, source);
                left -= content.length;
                files.put(entry.getName(), content);
            }
        } catch (IOException e) {
            throw new CorruptCheckpointException(
                    "The archive " + source + " is no zip or is cut short; publish the checkpoint again.", e);
        }
        return ModelBundle.parse(
                file(files, ModelBundle.DESCRIPTION_FILE, source),
                file(files, ModelBundle.WEIGHTS_FILE, source),
                source);
    }

    // Nothing is compressed, so its files together cannot be larger than their archive; larger ones are a trap.
    private static byte[] content(ZipInputStream zip, ZipEntry entry, int limit, String source) throws IOException {
        byte[] bytes = zip.readNBytes(limit);
        if (zip.read() >= 0) {
            throw new CorruptCheckpointException("The archive " + source + " holds " + entry.getName()
                    + ", with which its files are larger than the archive itself; bundles are packed without compression: publish the"
                    + " checkpoint again.");
        }
        return bytes;
    }

    private static byte[] file(Map<String, byte[]> files, String name, String source) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new CorruptCheckpointException(
                    "The archive " + source + " has no file " + name + "; publish the checkpoint again.");
        }
        return bytes;
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTime(0);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
