package io.acuity.video.decode;

import io.acuity.video.ColourTags;
import io.acuity.video.Rational;
import java.util.Map;

/**
 * The stream of pictures in a clip.
 *
 * @param index position among the file's streams
 * @param codec FFmpeg's name, such as {@code h264}
 * @param width columns as stored
 * @param height rows as stored
 * @param pixelFormat FFmpeg's name, such as {@code yuv420p10le}
 * @param bitDepth bits of a sample
 * @param rotation degrees clockwise a player turns the stored frames by, 0 to 359
 * @param colour colour tags
 * @param sampleAspectRatio width of a stored pixel over its height; unknown means square
 * @param timeBase seconds a tick
 * @param nominalRate the lowest frame rate that all timestamps fit, as FFmpeg guesses it; may be unknown
 * @param averageRate frames a second on average; may be unknown
 * @param frames how many the header counts; 0 when it does not
 * @param startPts first timestamp by the header, in ticks
 * @param interlaced whether the header says that frames hold two fields
 * @param metadata the stream's tags
 */
public record VideoStream(
        int index,
        String codec,
        int width,
        int height,
        String pixelFormat,
        int bitDepth,
        int rotation,
        ColourTags colour,
        Rational sampleAspectRatio,
        Rational timeBase,
        Rational nominalRate,
        Rational averageRate,
        long frames,
        long startPts,
        boolean interlaced,
        Map<String, String> metadata) {
    /** Copies the tags. */
    public VideoStream {
        metadata = Map.copyOf(metadata);
    }

    /** Bits of a sample of the frames that are delivered, 8 or 16. */
    public int storedDepth() {
        return bitDepth <= 8 ? 8 : 16;
    }
}
