package io.acuity.cli.video;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.encode.VideoCodec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the result is encoded. */
final class EncodingOptions {
    @Option(
            names = "--codec",
            paramLabel = "NAME",
            description =
                    "libopenh264, libsvtav1, libvpx-vp9, mpeg4 or ffv1; libx264 where FFmpeg has it (default: the "
                            + "first that suits size, depth and file name).")
    private @Nullable String codec;

    @Option(
            names = "--quality",
            paramLabel = "N",
            description = "Quality of the encoding, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int quality = EncodeSettings.DEFAULT_QUALITY;

    @Option(
            names = "--pixel-format",
            paramLabel = "F",
            description = "FFmpeg's name, such as yuv420p (default: the nearest to the source's).")
    private @Nullable String pixelFormat;

    EncodeSettings settings() {
        if (quality < 1 || quality > 100) {
            throw new CommandException(ExitCode.USAGE, "The quality is 1 to 100, not " + quality + ".");
        }
        VideoCodec named = codec == null ? null : VideoCodec.byName(codec);
        return EncodeSettings.defaults().withCodec(named).withQuality(quality).withPixelFormat(pixelFormat);
    }
}
