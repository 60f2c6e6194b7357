package io.acuity.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The image files of a folder, ordered by path and split: every 64th is kept from training to validate on, and at
 * least the last where there are two.
 *
 * @param training files to train on
 * @param validation files held out
 */
public record TrainingFiles(List<Path> training, List<Path> validation) {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp");
    private static final int HELD_OUT = 64;

    /** Copies the lists. */
    public TrainingFiles {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Finds the images below {@code folder}.
     *
     * @throws NoImagesException if there is no such folder, or no image in it
     * @throws IOException if the folder cannot be read
     */
    public static TrainingFiles below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoImagesException("There is no folder " + folder + " with images; name another one.");
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(TrainingFiles::isImage).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new NoImagesException("No images were found below " + folder
                    + "; put PNG, JPEG, WebP, TIFF or BMP files there or name another folder.");
        }
        return split(files);
    }

    /** Splits files in their order. */
    public static TrainingFiles split(List<Path> files) {
        return new TrainingFiles(every(files, false), every(files, true));
    }

    /** Training and validation files together. */
    public List<Path> all() {
        return Stream.concat(training.stream(), validation.stream()).sorted().toList();
    }

    private static List<Path> every(List<Path> files, boolean heldOut) {
        return IntStream.range(0, files.size())
                .filter(i -> isHeldOut(i, files.size()) == heldOut)
                .mapToObj(files::get)
                .toList();
    }

    private static boolean isHeldOut(int index, int count) {
        return index % HELD_OUT == HELD_OUT - 1 || (count > 1 && count < HELD_OUT && index == count - 1);
    }

    private static boolean isImage(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
