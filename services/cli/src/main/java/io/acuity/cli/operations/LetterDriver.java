package io.acuity.cli.operations;

import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.redrive.Fate;
import io.acuity.streaming.redrive.PlacedLetter;
import io.acuity.streaming.redrive.Redrive;
import io.acuity.streaming.topics.OutgoingEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drives letters one by one, or only says what it would do.
 *
 * @param redrive the rules
 * @param known jobs that the tracker knows
 * @param publisher publishes; stays the caller's
 * @param dryRun whether nothing is published
 */
record LetterDriver(Redrive redrive, Set<String> known, EventPublisher publisher, boolean dryRun) {

    /**
     * What was done with a letter.
     *
     * @param words for people
     * @param newJob the job its request is now, where it is one
     * @param driven whether it was driven, or would be
     * @param stays whether it cannot be driven
     */
    record Done(String words, @Nullable String newJob, boolean driven, boolean stays) {}

    /** Waits until the broker has what is published. */
    Done drive(PlacedLetter placed) {
        return switch (redrive.of(placed)) {
            case Fate.AnotherJob(String jobId, OutgoingEvent event)
            when known.contains(jobId) -> new Done("was driven before", jobId, false, false);
            case Fate.AnotherJob(String jobId, OutgoingEvent event) -> published(event, jobId);
            case Fate.SameRecord(OutgoingEvent event) -> published(event, null);
            case Fate.Stays(String why) -> new Done("stays: " + why, null, false, true);
        };
    }

    private Done published(OutgoingEvent event, @Nullable String newJob) {
        if (!dryRun) {
            publisher.publish(event).join();
        }
        return new Done(dryRun ? "would be driven" : "driven", newJob, true, false);
    }
}
