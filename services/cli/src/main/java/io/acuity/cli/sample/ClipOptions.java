package io.acuity.cli.sample;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.video.ClipException;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A clip instead of a picture. */
final class ClipOptions {
    /** What a clip shows, as people name it. */
    enum Clip {
        MOVING(SampleScene.MOVING_OBJECT, "sample.mp4"),
        STILL(SampleScene.STILL_NOISE, "sample.mkv"),
        CUT(SampleScene.SCENE_CUT, "sample.mp4");

        private final SampleScene scene;
        private final String file;

        Clip(SampleScene scene, String file) {
            this.scene = scene;
            this.file = file;
        }
    }

    @Option(
            names = "--clip",
            paramLabel = "SCENE",
            description =
                    "Draw a clip: moving (an object before a still background), still (sensor noise, without loss) "
                            + "or cut (with a scene cut).")
    private @Nullable Clip clip;

    @Option(names = "--frames", paramLabel = "N", description = "Of a clip: how many (default: ${DEFAULT-VALUE}).")
    private int frames = 60;

    @Option(names = "--everything", description = "Of a clip: variable rate, a tone, subtitles and chapters.")
    private boolean everything;

    @Option(names = "--rotate", paramLabel = "DEG", description = "Of a clip: turned by players, as telephones do.")
    private int rotation;

    @Option(
            names = "--quality",
            paramLabel = "N",
            description = "Of a clip: quality of the encoding, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int quality = 95;

    boolean isAsked() {
        return clip != null;
    }

    /** Writes the clip and returns where it lies. */
    Path write(@Nullable Path output, int width, int height, long seed) {
        Clip chosen = clip == null ? Clip.MOVING : clip;
        Path target = output == null ? Path.of(chosen.file) : output;
        try {
            SampleClipSettings settings = new SampleClipSettings(
                    chosen.scene,
                    width,
                    height,
                    frames,
                    seed,
                    everything,
                    everything,
                    everything,
                    everything,
                    rotation);
            new SampleClip(settings).write(target, EncodeSettings.defaults().withQuality(quality));
            return target;
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (ClipException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }
}
