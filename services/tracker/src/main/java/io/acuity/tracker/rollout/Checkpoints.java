package io.acuity.tracker.rollout;

import org.jspecify.annotations.Nullable;

/** The published checkpoints by id. */
@FunctionalInterface
interface Checkpoints {

    /** The checkpoint of that id; null when none was published, or it was removed. */
    @Nullable
    KnownCheckpoint find(String checkpointId);

    /** What was measured of both sides. */
    default Validation validation(String candidate, @Nullable String stable) {
        KnownCheckpoint first = find(candidate);
        KnownCheckpoint second = stable == null ? null : find(stable);
        return new Validation(first == null ? null : first.psnrY(), second == null ? null : second.psnrY());
    }
}
