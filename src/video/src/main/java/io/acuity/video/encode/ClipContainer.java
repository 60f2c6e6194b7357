package io.acuity.video.encode;

import io.acuity.video.ClipException;
import java.nio.file.Path;
import java.util.Locale;

/** Containers a clip can be written to, chosen by the file's extension. */
public enum ClipContainer {
    /** Times exact in any time base. */
    MP4("mp4", "video/mp4"),
    /** Times exact in any time base. */
    MOV("mov", "video/quicktime"),
    /** Times in whole milliseconds. */
    MKV("matroska", "video/x-matroska"),
    /** Times in whole milliseconds; VP9 or AV1 with Vorbis or Opus only. */
    WEBM("webm", "video/webm");

    private final String muxer;
    private final String mediaType;

    ClipContainer(String muxer, String mediaType) {
        this.muxer = muxer;
        this.mediaType = mediaType;
    }

    /** The container for a file name. */
    public static ClipContainer of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (ClipContainer container : values()) {
            if (name.endsWith("." + container.extension())) {
                return container;
            }
        }
        throw new ClipException(
                ClipException.Reason.UNSUPPORTED,
                "A clip cannot be written to " + file.getFileName() + "; end its name in .mp4, .mov, .mkv or .webm.");
    }

    /** FFmpeg's name of the muxer. */
    public String muxer() {
        return muxer;
    }

    /** For HTTP. */
    public String mediaType() {
        return mediaType;
    }

    /** What file names end in, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is one of the two ISO media containers. */
    boolean isIsoMedia() {
        return this == MP4 || this == MOV;
    }
}
