package io.acuity.tracker.rollout;

import io.acuity.events.UpscaleResult;
import java.util.LinkedHashSet;

/**
 * The jobs whose results were read last, so that a job counts once though workers of the elastic lane may tell its result twice. Owned by
 * one stream thread. Kept in memory alone: two results of a job come within a minute of each other, and a tracker that died in between
 * counts one job too many.
 */
final class RecentJobs {

    private static final int REMEMBERED = 10_000;

    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    /** Whether this is the first result of its job; remembers it. */
    boolean isFirst(UpscaleResult result) {
        boolean first = ids.add(result.getJobId());
        if (ids.size() > REMEMBERED) {
            ids.removeFirst();
        }
        return first;
    }
}
