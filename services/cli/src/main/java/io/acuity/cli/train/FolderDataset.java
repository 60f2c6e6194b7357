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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes the images of a folder as a dataset: every 64th to validate on, at least one where there are two. */
final class FolderDataset {
    static final String NAME = "train";

    private final Console console;
    private final DatasetPublisher publisher;
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
    private int refused;
    private List<Path> held = List.of();

    FolderDataset(Console console, DatasetPublisher publisher) {
        this.console = console;
        this.publisher = publisher;
    }

    /**
     * Publishes.
     *
     * @param data images to train on
     * @param validation images to measure on; null keeps some of {@code data}
     * @throws IOException if a folder cannot be read or has no images
     */
    void publish(Path data, @Nullable Path validation) throws IOException {
        TrainingFiles files = TrainingFiles.below(data);
        if (validation == null) {
            publish(files.training(), SplitRule.TRAIN);
            held = files.validation();
        } else {
            publish(files.all(), SplitRule.TRAIN);
            held = TrainingFiles.below(validation).all();
        }
        publish(held, SplitRule.VALIDATION);
    }

    /** The files that are held out. */
    List<Path> held() {
        return held;
    }

    /** Files that are no images, or smaller than any sample. */
    int refused() {
        return refused;
    }

    private void publish(List<Path> files, SplitRule split) {
        for (Path file : files) {
            try {
                ImageHeader header = decoder.probe(file);
                SampleImage image = new SampleImage(file, header.format().mediaType(), header.width(), header.height());
                SampleDraft.Notes notes = new SampleDraft.Notes(file.toString(), null, Map.of());
                publisher
                        .publish(new SampleDraft(NAME, image, null, split, notes))
                        .join();
            } catch (UnreadableImageException | SampleRefusedException e) {
                refused++;
                console.note("acuity: left out " + file + ": " + e.getMessage());
            }
        }
    }
}
