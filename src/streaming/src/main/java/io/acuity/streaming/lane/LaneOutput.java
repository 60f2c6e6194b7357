package io.acuity.streaming.lane;

import io.acuity.streaming.topics.OutgoingEvent;
import java.util.List;

/**
 * What a finished record leaves behind; published in one transaction with its offset.
 *
 * @param events may be empty when the record asked for nothing
 */
public record LaneOutput(List<OutgoingEvent> events) {

    /** Copies the list. */
    public LaneOutput {
        events = List.copyOf(events);
    }

    /**
     * An output of these events.
     *
     * @param events in the order in which they shall appear
     * @return the output
     */
    public static LaneOutput of(OutgoingEvent... events) {
        return new LaneOutput(List.of(events));
    }
}
