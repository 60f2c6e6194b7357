package io.acuity.video.encode;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A clip to be written.
 *
 * @param target where; the extension chooses the container; an existing file is replaced at the very end
 * @param source the clip whose times, tags, audio, subtitles and chapters the result has
 * @param width columns of the frames that will come
 * @param height rows of the frames that will come
 * @param bitDepth their bits a sample, 8 or 16
 * @param frameLimit how many frames will come at most, when not the whole clip
 * @param settings how frames are encoded
 */
public record ClipOutput(
        Path target,
        Path source,
        int width,
        int height,
        int bitDepth,
        OptionalLong frameLimit,
        EncodeSettings settings) {
    /** Validates the ranges. */
    public ClipOutput {
        if (width < 1 || height < 1 || (bitDepth != 8 && bitDepth != 16)) {
            throw new IllegalArgumentException(
                    "A clip cannot have frames of " + width + "×" + height + " with " + bitDepth + " bits a sample.");
        }
        if (frameLimit.isPresent() && frameLimit.getAsLong() < 1) {
            throw new IllegalArgumentException("A clip has at least one frame.");
        }
    }
}
