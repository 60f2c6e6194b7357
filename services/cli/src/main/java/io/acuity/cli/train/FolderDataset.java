package io.acuity.cli.train;

import io.acuity.cli.console.Console;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.ImageHeader;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.decode.UnreadableImageException;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.streaming.dataset.SampleDraft;
import io.acuity.streaming.dataset.SampleImage;
import io.acuity.streaming.dataset.SampleRefusedException;
import io.acuity.streaming.dataset.SplitRule;
import io.acuity.training.data.TrainingFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the images of a folder as a dataset: every 64th of those that patches can be cut from to validate on, at least one
 * where there are two.
 */
final class FolderDataset {
    static final String NAME = "train";

    private final Console console;
    private final DatasetPublisher publisher;
    private final int smallestSide;
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
    private int refused;
    private List<Path> held = List.of();

    /** A dataset; images below {@code smallestSide} pixels are published but not held out. */
    FolderDataset(Console console, DatasetPublisher publisher, int smallestSide) {
        this.console = console;
        this.publisher = publisher;
        this.smallestSide = smallestSide;
    }

    /**
     * Publishes.
     *
     * @param data images to train on
     * @param validation images to measure on; null keeps some of {@code data}
     * @throws IOException if a folder cannot be read or has no images
     */
    void publish(Path data, @Nullable Path validation) throws IOException {
        List<SampleImage> images = images(data);
        List<SampleImage> apart = validation == null ? List.of() : images(validation);
        List<Path> large = images.stream()
                .filter(image -> Math.min(image.width(), image.height()) >= smallestSide)
                .map(SampleImage::file)
                .toList();
        held = validation == null
                ? TrainingFiles.split(large).validation()
                : apart.stream().map(SampleImage::file).toList();
        Set<Path> heldOut = Set.copyOf(held);
        images.forEach(
                image -> publish(image, heldOut.contains(image.file()) ? SplitRule.VALIDATION : SplitRule.TRAIN));
        apart.forEach(image -> publish(image, SplitRule.VALIDATION));
    }

    /** The files that are held out. */
    List<Path> held() {
        return held;
    }

    /** Files that are no images, or smaller than any sample. */
    int refused() {
        return refused;
    }

    private List<SampleImage> images(Path folder) throws IOException {
        List<SampleImage> images = new ArrayList<>();
        for (Path file : TrainingFiles.below(folder).all()) {
            try {
                ImageHeader header = decoder.probe(file);
                images.add(new SampleImage(file, header.format().mediaType(), header.width(), header.height()));
            } catch (UnreadableImageException e) {
                leaveOut(file, e);
            }
        }
        return images;
    }

    private void publish(SampleImage image, SplitRule split) {
        try {
            SampleDraft.Notes notes = new SampleDraft.Notes(image.file().toString(), null, Map.of());
            publisher.publish(new SampleDraft(NAME, image, null, split, notes)).join();
        } catch (SampleRefusedException e) {
            leaveOut(image.file(), e);
        }
    }

    private void leaveOut(Path file, RuntimeException why) {
        refused++;
        console.note("acuity: left out " + file + ": " + why.getMessage());
    }
}
