package io.acuity.streaming.redrive;

import io.acuity.streaming.topics.OutgoingEvent;

/** What is done with a dead letter. */
public sealed interface Fate {

    /**
     * Its request is asked for once more, as a job of its own: the old job has ended, and a job ends once.
     *
     * @param jobId the new job; the same each time this letter is driven
     * @param event what to publish
     */
    record AnotherJob(String jobId, OutgoingEvent event) implements Fate {}

    /**
     * Its record is published again as it was.
     *
     * @param event what to publish
     */
    record SameRecord(OutgoingEvent event) implements Fate {}

    /**
     * It stays.
     *
     * @param why one sentence
     */
    record Stays(String why) implements Fate {}
}
