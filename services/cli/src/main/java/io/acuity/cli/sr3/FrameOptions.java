package io.acuity.cli.sr3;

import io.acuity.attention.AttentionExtractor;
import io.acuity.cli.attention.LocalExtractors;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.training.data.TrainingFiles;
import io.acuity.training.frames.Frame;
import io.acuity.training.frames.FrameReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which images become frames. */
final class FrameOptions {
    @Option(
            names = "--faces",
            paramLabel = "DIR",
            description = "Images of which the largest square in the middle is one frame; may be repeated.")
    private List<Path> faces = new ArrayList<>();

    @Option(
            names = "--photos",
            paramLabel = "DIR",
            description = "Images that are cut into several frames; may be repeated.")
    private List<Path> photos = new ArrayList<>();

    @Option(names = "--per-side", description = "Photos are cut into N×N frames (default: ${DEFAULT-VALUE}).")
    private int perSide = 3;

    /**
     * The frames with maps of {@code extractor}, which may be a learned one that is installed.
     *
     * @throws CommandException if there is no such extractor, or its weights are missing or damaged
     */
    List<Frame> read(int side, int scale, String extractor) throws IOException {
        try (LocalExtractors extractors = LocalExtractors.open()) {
            return read(reader(side, scale, extractors.find(extractor)));
        }
    }

    /** As {@link #read}, but of a folder of other photos. */
    List<Frame> readPhotos(Path folder, int side, int scale, String extractor) throws IOException {
        try (LocalExtractors extractors = LocalExtractors.open()) {
            return reader(side, scale, extractors.find(extractor))
                    .read(TrainingFiles.below(folder).all(), perSide);
        }
    }

    private static FrameReader reader(int side, int scale, AttentionExtractor attention) {
        return new FrameReader(
                side,
                scale,
                (lowRes, size) -> attention.extract(lowRes, size, size).toImage());
    }

    private List<Frame> read(FrameReader reader) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (Path folder : faces) {
            frames.addAll(reader.read(TrainingFiles.below(folder).all(), 1));
        }
        for (Path folder : photos) {
            frames.addAll(reader.read(TrainingFiles.below(folder).all(), perSide));
        }
        if (frames.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "No images were named; use --faces DIR or --photos DIR.");
        }
        return frames;
    }
}
