package io.acuity.video.encode;

import java.util.List;

/**
 * What a finished clip holds.
 *
 * @param frames frames written
 * @param audioPackets audio packets copied
 * @param otherPackets packets of subtitles and other streams copied
 * @param bytes size of the file
 * @param encoder FFmpeg's name of the encoder
 * @param pixelFormat FFmpeg's name of the pixel format
 * @param warnings sentences about what is not as in the source
 */
public record WriteReport(
        long frames,
        long audioPackets,
        long otherPackets,
        long bytes,
        String encoder,
        String pixelFormat,
        List<String> warnings) {
    /** Copies the warnings. */
    public WriteReport {
        warnings = List.copyOf(warnings);
    }
}
