package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.preview.PreviewListener;
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

    /**
     * How far a job is.
     *
     * @param done tile-steps computed
     * @param total of so many
     */
    record Share(long done, long total) {}
}
