package io.acuity.worker.model;

import io.acuity.streaming.rollout.TrafficSplit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoints serve a model at a moment; replaced as a whole, so that no job sees half of a swap.
 *
 * @param stable serves what the candidate does not
 * @param candidate on trial, or null
 * @param share of the jobs that the candidate serves; 0 without one
 */
public record ServingPair(ResidentModel stable, @Nullable ResidentModel candidate, double share) {
    /** One checkpoint that serves all jobs. */
    public static ServingPair alone(ResidentModel stable) {
        return new ServingPair(stable, null, 0);
    }

    /** The candidate, if it serves the job; null otherwise. */
    @Nullable
    ResidentModel candidateFor(String jobId) {
        return candidate != null && TrafficSplit.isCandidate(jobId, share) ? candidate : null;
    }

    /** The checkpoint of this pair with an identity; null if it is neither. */
    public @Nullable ResidentModel find(String checkpoint) {
        return residents()
                .filter(resident -> resident.checkpoint().equals(checkpoint))
                .findFirst()
                .orElse(null);
    }

    /** Stable, then the candidate, if there is one. */
    Stream<ResidentModel> residents() {
        return candidate == null ? Stream.of(stable) : Stream.of(stable, candidate);
    }
}
