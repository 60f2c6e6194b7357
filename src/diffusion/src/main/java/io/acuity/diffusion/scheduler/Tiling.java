package io.acuity.diffusion.scheduler;

/** How a job's image is cut into tiles. */
public enum Tiling {
    /** Tiles of which several make a batch, so that no job waits long for its turn. */
    SMALL,
    /** As few as possible, since each cut costs two halos: for streams of images, where throughput counts. */
    FEW
}
