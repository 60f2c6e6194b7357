package io.acuity.training.data;

/** Batches of training patches by step. Used by one thread at a time, not necessarily the training thread. */
public interface PatchSource extends AutoCloseable {
    /**
     * The patches of one step, a function of the arguments and of what the source was made for.
     *
     * @param step 0-based
     * @param setbacks how often training stepped back so far; other patches come then, so that what failed is not met again
     * @throws java.io.UncheckedIOException if an image cannot be fetched or read
     */
    PatchBatch draw(long step, int setbacks);

    /** HR pixels per LR pixel and side. */
    int scale();

    @Override
    void close();
}
