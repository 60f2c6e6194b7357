package io.acuity.checkpoints.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip checkpoint under construction. */
final class TorchZip {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final String folder;

    TorchZip(String folder, byte[] pickle) {
        this.folder = folder;
        with("data.pkl", pickle);
    }

    TorchZip with(String name, byte[] content) {
        entries.put(folder + name, content);
        return this;
    }

    TorchZip with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The file; entries are deflated. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
