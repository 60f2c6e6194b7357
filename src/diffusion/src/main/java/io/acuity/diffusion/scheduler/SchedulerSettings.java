package io.acuity.diffusion.scheduler;

/**
 * Sizes that bound memory and the length of a tick. All are in latent pixels, which are pixels of the LR image.
 *
 * @param maxPixelsInFlight bound on the pixels of admitted jobs; one larger job is admitted when it is alone
 * @param singleTilePixels images up to this size are one tile
 * @param tileSide largest side of a tile of a larger image, without halo
 * @param maxBatchPixels bound on the pixels of one batch, halos included; a larger tile runs alone
 * @param maxRectanglePixels bound on a rectangle of a masked job, which has halos along cuts only and so is best kept large
 * @param maxPartPixels bound on a tile, with its halo, of a job that wants few of them
 * @param minTileSide when the device is out of memory, tiles are halved down to this side
 * @param maxIdleBytes canvas memory kept for later jobs
 */
public record SchedulerSettings(
        long maxPixelsInFlight,
        int singleTilePixels,
        int tileSide,
        int maxBatchPixels,
        int maxRectanglePixels,
        int maxPartPixels,
        int minTileSide,
        long maxIdleBytes) {
    /**
     * Settings for a CPU: at 0.9 MFLOP a pixel and 200 GFLOP/s a tick takes about a tenth of a second, so that a small
     * job that arrives late waits no longer.
     */
    public static final SchedulerSettings DEFAULT =
            new SchedulerSettings(1L << 24, 256 * 256, 128, 1 << 15, 1 << 17, 1 << 18, 16, 1L << 29);

    /** Validates that all are positive. */
    public SchedulerSettings {
        requirePositive("maxPixelsInFlight", maxPixelsInFlight);
        requirePositive("singleTilePixels", singleTilePixels);
        requirePositive("tileSide", tileSide);
        requirePositive("maxBatchPixels", maxBatchPixels);
        requirePositive("maxRectanglePixels", maxRectanglePixels);
        requirePositive("maxPartPixels", maxPartPixels);
        requirePositive("minTileSide", minTileSide);
        requirePositive("maxIdleBytes", maxIdleBytes);
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("scheduler." + name + " is at least 1, not " + value + ".");
        }
    }
}
