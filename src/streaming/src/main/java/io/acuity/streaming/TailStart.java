package io.acuity.streaming;

import java.time.Instant;

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
}
