package io.acuity.video.decode;

import java.util.List;
import java.util.Map;

/**
 * What a clip's header says. Numbers of frames and durations are promises of the header; what is really there shows
 * while decoding.
 *
 * @param container FFmpeg's short names of the container, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param video the stream whose frames are read: the one FFmpeg calls best
 * @param others every other stream, in the file's order
 * @param chapters in order
 * @param metadata the file's tags
 * @param seconds how long the header says the clip is; 0 when it does not
 * @param bytes size of the file
 * @param missingBytes how many bytes the file's structure says are behind its end; 0 in a whole file
 * @param warnings sentences about what will not be as in the source, for people
 */
public record ClipInfo(
        String container,
        VideoStream video,
        List<OtherStream> others,
        List<Chapter> chapters,
        Map<String, String> metadata,
        double seconds,
        long bytes,
        long missingBytes,
        List<String> warnings) {
    /** Copies the collections. */
    public ClipInfo {
        others = List.copyOf(others);
        chapters = List.copyOf(chapters);
        metadata = Map.copyOf(metadata);
        warnings = List.copyOf(warnings);
    }

    /** How many audio streams there are. */
    public int audioStreams() {
        return (int) others.stream().filter(s -> s.kind() == StreamKind.AUDIO).count();
    }

    /**
     * How many frames to expect, for progress: what the header counts, else length times average rate, else 0. Never
     * to be relied on.
     */
    public long expectedFrames() {
        return video.frames() > 0
                ? video.frames()
                : Math.round(seconds * video.averageRate().value());
    }
}
