package io.acuity.cli.bench.clip;

import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The clip to measure with: drawn, unless a file is named. */
final class DrawnClip {
    /** High enough that a still background stays still. */
    private static final int QUALITY = 95;

    @Option(names = "--clip", paramLabel = "FILE", description = "Measure with this clip (default: one is drawn).")
    private @Nullable Path file;

    @Option(names = "--frames", paramLabel = "N", description = "Frames of the drawn clip (default: the benchmark's).")
    private @Nullable Integer frames;

    @Option(names = "--width", paramLabel = "N", description = "Columns of the drawn clip (default: the benchmark's).")
    private @Nullable Integer width;

    @Option(names = "--height", paramLabel = "N", description = "Rows of the drawn clip (default: the benchmark's).")
    private @Nullable Integer height;

    /** Whether the clip is ours, so that it is known what is in it. */
    boolean isDrawn() {
        return file == null;
    }

    /** The file named, or one drawn as {@code usual} says where no option says otherwise. */
    Path in(Path folder, SampleClipSettings usual) {
        if (file != null) {
            return file;
        }
        SampleClipSettings settings = SampleClipSettings.plain(
                usual.scene(),
                width == null ? usual.width() : width,
                height == null ? usual.height() : height,
                frames == null ? usual.frames() : frames);
        Path target = folder.resolve(usual.scene() == SampleScene.STILL_NOISE ? "drawn.mkv" : "drawn.mp4");
        new SampleClip(settings).write(target, EncodeSettings.defaults().withQuality(QUALITY));
        return target;
    }
}
