package io.acuity.training.data;

/** Batches of training patches by step. Used by one thread at a time, not necessarily the training thread. */
public interface PatchSource extends AutoCloseable {
    /**
     * Fills a batch with the patches of one step, a function of step, setbacks and what the source was made for. The batch is
     * the caller's, who may use it again: a fresh one for each step would wear out the heap.
     *
     * @param batch of the source's count, side and scale
     * @param step 0-based
     * @param setbacks how often training stepped back so far; other patches come then, so that what failed is not met again
     * @throws java.io.UncheckedIOException if an image cannot be fetched or read
     */
    void draw(PatchBatch batch, long step, int setbacks);

    /** HR pixels per LR pixel and side. */
    int scale();

    @Override
    void close();
}
