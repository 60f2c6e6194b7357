package io.acuity.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Drawn images as a manifest and a store, without topics. */
public final class StoredImages {
    private final Path folder;
    private final int side;

    /** Draws {@code count} square images. */
    public StoredImages(Path folder, int count, int side) {
        this.folder = DrawnImages.in(folder.resolve("images"), count, side);
        this.side = side;
    }

    /** All of them to train on. */
    public SampleManifest manifest() {
        return new SampleManifest(entries(), List.of());
    }

    /** A store beside the images. */
    public ImageStore store(long capacity) throws IOException {
        return new ImageStore(folder.resolveSibling("store"), capacity, 4, this::read);
    }

    private List<SampleEntry> entries() {
        try (var files = Files.list(folder)) {
            int count = (int) files.count();
            return IntStream.range(0, count)
                    .mapToObj(i -> new SampleEntry("d/" + i, "drawn-" + i + ".png", null, side, side))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The drawn images are gone.", e);
        }
    }

    private byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }
}
