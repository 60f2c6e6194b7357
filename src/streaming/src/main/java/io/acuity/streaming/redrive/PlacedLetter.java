package io.acuity.streaming.redrive;

import io.acuity.events.DeadLetter;
import io.acuity.streaming.EventPlace;

/**
 * A dead letter and where it lies.
 *
 * @param place its place on the topic of dead letters, which names it for good
 * @param letter the dead letter
 */
public record PlacedLetter(EventPlace place, DeadLetter letter) {

    @Override
    public String toString() {
        return "dead letter " + place.partition() + "@" + place.offset();
    }
}
