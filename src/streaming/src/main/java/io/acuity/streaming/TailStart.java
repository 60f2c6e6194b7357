package io.acuity.streaming;

import java.time.Instant;
import java.util.Map;

/** From where a topic is followed. */
public sealed interface TailStart {

    /** From the oldest record that is still there. */
    record Beginning() implements TailStart {}

    /** Only records published after the tail was opened. */
    record End() implements TailStart {}

    /**
     * From the first record published at or after a moment.
     *
     * @param instant the moment
     */
    record Since(Instant instant) implements TailStart {}

    /**
     * From where an earlier tail stopped.
     *
     * @param offsets the next offset of each partition; partitions that are not named are read from the beginning, and so
     *     is one that does not reach its offset any more because the topic was made anew
     */
    record At(Map<Integer, Long> offsets) implements TailStart {
        /** Copies the offsets. */
        public At {
            offsets = Map.copyOf(offsets);
        }
    }
}
