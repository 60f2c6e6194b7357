package io.acuity.video.decode;

import io.acuity.video.Rational;
import java.util.Map;

/**
 * A named part of a clip.
 *
 * @param id the file's own number for it
 * @param start first tick
 * @param end tick after the last
 * @param timeBase seconds a tick
 * @param metadata tags, {@code title} among them
 */
public record Chapter(long id, long start, long end, Rational timeBase, Map<String, String> metadata) {
    /** Copies the tags. */
    public Chapter {
        metadata = Map.copyOf(metadata);
    }
}
