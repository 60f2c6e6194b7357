package io.acuity.gateway.jobs;

import io.acuity.events.JobView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job as this gateway sees it among the others.
 *
 * @param view what the tracker tells
 * @param ahead how many jobs wait for a worker longer than this one; null when it does not wait, or behind more than 1,000
 * @param left an estimate of the time until it ends; null when nothing is known to estimate it from
 */
public record JobStatus(
        JobView view, @Nullable Integer ahead, @Nullable Duration left) {

    /** A view by itself. */
    public static JobStatus of(JobView view) {
        return new JobStatus(view, null, null);
    }
}
