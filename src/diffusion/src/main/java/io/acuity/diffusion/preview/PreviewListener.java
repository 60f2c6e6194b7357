package io.acuity.diffusion.preview;

/** Takes previews of one job, as many as it wants. Called by the thread that works on the job; both methods return at once. */
public interface PreviewListener {
    /**
     * Whether a preview is wanted now; asked between two ticks.
     *
     * @param tilesDone tile-steps done
     * @param tilesTotal of so many
     */
    boolean wants(long tilesDone, long tilesTotal);

    /** Takes the preview that was wanted. */
    void show(Preview preview);
}
