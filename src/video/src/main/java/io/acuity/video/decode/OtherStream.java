package io.acuity.video.decode;

import java.util.Map;

/**
 * A stream beside the video.
 *
 * @param index position among the file's streams
 * @param kind what it holds
 * @param codec FFmpeg's name, such as {@code aac}; {@code none} when it knows none
 * @param metadata the stream's tags, {@code language} among them
 */
public record OtherStream(int index, StreamKind kind, String codec, Map<String, String> metadata) {
    /** Copies the tags. */
    public OtherStream {
        metadata = Map.copyOf(metadata);
    }
}
