package io.acuity.diffusion.scheduler;

/** One sample of a batch: a rectangle of a job's image, due for one call of a network. Used by the device thread. */
sealed interface TileStep permits PatchStep, EncodeStep, RefineStep {
    Job job();

    /** Width of the network's input. */
    int width();

    /** Height of the network's input. */
    int height();

    default int pixels() {
        return width() * height();
    }

    /** Whether two samples fit into one batch. */
    default boolean matches(TileStep other) {
        return getClass() == other.getClass()
                && job().terms().network() == other.job().terms().network()
                && width() == other.width()
                && height() == other.height();
    }

    /** Has the job compute smaller parts instead; false if this is as small as it may get. */
    boolean split();

    /** Notes that the sample has been computed and written. */
    void computed();

    /** Notes what the sample has cost. */
    void charge(long nanos);
}
