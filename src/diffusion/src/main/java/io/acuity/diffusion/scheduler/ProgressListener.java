package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.preview.PreviewListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears how far a job has come. Called by the device thread after each tick; must return at once. */
@FunctionalInterface
public interface ProgressListener {
    /** A listener that doesn't care. */
    ProgressListener NONE = (done, total) -> {};

    /** {@code done} of {@code total} tile-steps are computed. */
    void progressed(long done, long total);

    /** Who is shown how the image stands; null where nobody looks, and nothing is kept for it then. Asked once for each job. */
    default @Nullable PreviewListener previews() {
        return null;
    }

    /** What the job is known by to those who asked for it, as {@link SharedBatch} names it; null where nobody asks. Asked once. */
    default @Nullable Object subject() {
        return null;
    }

    /** A batch was computed that other jobs had a part in too. */
    default void shared(SharedBatch batch) {}

    /**
     * A call of the network for several jobs.
     *
     * @param samples tile-steps it computed
     * @param nanos it took
     * @param subjects of its jobs, each once, as far as they have one
     */
    record SharedBatch(int samples, long nanos, List<Object> subjects) {
        /** Copies the list. */
        public SharedBatch {
            subjects = List.copyOf(subjects);
        }
    }

    /**
     * How far a job is.
     *
     * @param done tile-steps computed
     * @param total of so many
     */
    record Share(long done, long total) {}
}
