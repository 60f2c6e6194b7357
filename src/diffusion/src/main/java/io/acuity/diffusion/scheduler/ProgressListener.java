package io.acuity.diffusion.scheduler;

/** Hears how far a job has come. Called by the device thread after each tick; must return at once. */
@FunctionalInterface
public interface ProgressListener {
    /** A listener that doesn't care. */
    ProgressListener NONE = (done, total) -> {};

    /** {@code done} of {@code total} tile-steps are computed. */
    void progressed(long done, long total);

    /**
     * How far a job is.
     *
     * @param done tile-steps computed
     * @param total of so many
     */
    record Share(long done, long total) {}
}
