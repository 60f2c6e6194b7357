package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.pytorch.PickleValue.Storage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The format since PyTorch 1.6: a zip with one top folder of any name that holds {@code data.pkl}, {@code data/KEY} for
 * each storage and, since 2.1, {@code byteorder}.
 */
final class ZipCheckpoint implements Checkpoint {
    private static final String PICKLE = "data.pkl";

    private final ZipFile zip;
    private final String folder;
    private final PickleValue root;
    private final ByteOrder order;

    private ZipCheckpoint(ZipFile zip) throws IOException {
        this.zip = zip;
        this.folder = topFolder(zip);
        if (zip.getEntry(folder + "constants.pkl") != null) {
            throw UnreadablePickleException.refused(
                    "it is a TorchScript program, not a state dict",
                    "save the weights with torch.save(model.state_dict(), FILE)");
        }
        this.order = order(text("byteorder"));
        try (InputStream in = new BufferedInputStream(open(PICKLE))) {
            this.root = Unpickler.load(new PickleInput(in, MAX_PICKLE), new PickleObjects());
        }
    }

    /** Opens a file and reads its pickle; storages are read as they are asked for. */
    static ZipCheckpoint open(Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IllegalArgumentException e) {
            throw new IOException("its zip directory is malformed", e);
        }
        try {
            return new ZipCheckpoint(zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    @Override
    public PickleValue root() {
        return root;
    }

    @Override
    public ByteBuffer read(Storage storage, ByteBudget budget) throws IOException {
        int elementBytes = storage.type().bytes();
        int length = budget.take(storage.elements() * elementBytes);
        byte[] content;
        try (InputStream in = open("data/" + storage.key())) {
            content = in.readNBytes(length);
            if (content.length < length || in.read() >= 0) {
                throw UnreadablePickleException.damaged(
                        "its storage " + storage.key() + " does not have the " + length + " bytes it declares");
            }
        }
        if (order == ByteOrder.BIG_ENDIAN) {
            reverseElements(content, elementBytes);
        }
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            throw UnreadablePickleException.damaged("its entry " + name + " is missing");
        }
        return zip.getInputStream(entry);
    }

    private @Nullable String text(String name) throws IOException {
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            return null;
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip();
        }
    }

    private static ByteOrder order(@Nullable String text) throws UnreadablePickleException {
        if (text == null || "little".equals(text)) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        if ("big".equals(text)) {
            return ByteOrder.BIG_ENDIAN;
        }
        throw UnreadablePickleException.damaged("its byte order is neither little nor big");
    }

    private static String topFolder(ZipFile zip) throws UnreadablePickleException {
        List<String> pickles = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                .distinct()
                .limit(2)
                .toList();
        if (pickles.size() != 1) {
            throw UnreadablePickleException.refused(
                    "it is a zip archive with " + (pickles.isEmpty() ? "no" : "more than one") + " " + PICKLE,
                    "name a file written by torch.save");
        }
        String path = pickles.get(0);
        return path.substring(0, path.length() - PICKLE.length());
    }

    private static void reverseElements(byte[] content, int elementBytes) {
        for (int from = 0; from < content.length; from += elementBytes) {
            for (int i = from, j = from + elementBytes - 1; i < j; i++, j--) {
                byte swapped = content[i];
                content[i] = content[j];
                content[j] = swapped;
            }
        }
    }
}
