package io.acuity.training.data;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.resample.Bicubic;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decoded images in a folder, of bounded size: what is needed now and next stays, the rest goes when room is needed. Images
 * are fetched and decoded when they are missing. Files are named by content, so a store survives restarts and may be
 * removed at any time between runs. Safe for several threads.
 */
public final class ImageStore {
    private static final String EXTENSION = ".rgb";

    private final Path folder;
    private final long capacity;
    private final int scale;
    private final Source source;
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    /** Where the files of images come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * The file with a content.
         *
         * @param sha256 hash of the content
         * @throws IOException if it cannot be had
         */
        byte[] file(String sha256) throws IOException;
    }

    /**
     * Opens a store.
     *
     * @param folder made if needed
     * @param capacity most bytes of decoded images; a single larger image is kept all the same
     * @param scale HR pixels per LR pixel and side
     * @throws IOException if the folder cannot be made
     */
    public ImageStore(Path folder, long capacity, int scale, Source source) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.capacity = capacity;
        this.scale = scale;
        this.source = source;
    }

    /** r: HR pixels per LR pixel and side. */
    public int scale() {
        return scale;
    }

    /** Most bytes of decoded images. */
    public long capacity() {
        return capacity;
    }

    /** Bytes of decoded images there are. */
    public synchronized long size() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    /**
     * Makes sure that images are there, dropping others where the room is needed.
     *
     * @param wanted what will be read
     * @param kept what is still being read
     * @throws IOException if an image cannot be fetched, or the folder cannot be written
     */
    public synchronized void hold(List<SampleEntry> wanted, List<SampleEntry> kept) throws IOException {
        List<SampleEntry> missing =
                wanted.stream().filter(entry -> !Files.exists(path(entry))).toList();
        if (missing.isEmpty()) {
            return;
        }
        Set<Path> protectedFiles = new HashSet<>();
        wanted.forEach(entry -> protectedFiles.add(path(entry)));
        kept.forEach(entry -> protectedFiles.add(path(entry)));
        long room = capacity - size();
        for (SampleEntry entry : missing) {
            long needed = StoredImage.bytes(entry.width() / scale, entry.height() / scale, scale);
            room = needed > room ? room + free(needed - room, protectedFiles) : room;
            write(path(entry), decoded(entry));
            room -= needed;
        }
    }

    /** The decoded image; {@link #hold} it first. */
    StoredImage image(SampleEntry entry) {
        return new StoredImage(path(entry), entry.width() / scale, entry.height() / scale, scale);
    }

    /** A whole HR image in [0, 1], sides cut to multiples of the scale, decoded anew. */
    public FloatImage original(SampleEntry entry) throws IOException {
        return cropped(decoder.decode(source.file(entry.sha256())));
    }

    private Decoded decoded(SampleEntry entry) throws IOException {
        FloatImage high = original(entry);
        String pair = entry.lowResSha256();
        FloatImage low = pair == null
                ? Bicubic.resize(high, high.height() / scale, high.width() / scale)
                : PictureConversions.toRgb(decoder.decode(source.file(pair)));
        return new Decoded(high, low);
    }

    private FloatImage cropped(Picture picture) {
        FloatImage whole = PictureConversions.toRgb(picture);
        return whole.window(0, 0, whole.width() / scale * scale, whole.height() / scale * scale);
    }

    private long free(long needed, Set<Path> protectedFiles) throws IOException {
        long freed = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (freed < needed && !protectedFiles.contains(file)) {
                    freed += Files.size(file);
                    Files.delete(file);
                }
            }
        }
        return freed;
    }

    private Path path(SampleEntry entry) {
        String pair = entry.lowResSha256();
        return folder.resolve(entry.sha256() + (pair == null ? "" : "-" + pair) + "-x" + scale + EXTENSION);
    }

    private static void write(Path file, Decoded image) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
                out.write(bytes(image.high));
                out.write(bytes(image.low));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The decoded image " + file
                            + " cannot be written; free some disk or choose another folder for decoded images.",
                    e);
        }
    }

    private static byte[] bytes(FloatImage image) {
        int plane = image.height() * image.width();
        byte[] bytes = new byte[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < 3; c++) {
                bytes[3 * i + c] = (byte) Math.round(Math.clamp(image.values()[c * plane + i], 0f, 1f) * 255f);
            }
        }
        return bytes;
    }

    private record Decoded(FloatImage high, FloatImage low) {}
}
