package io.acuity.video.change;

/**
 * When a part of the picture counts as changed. Levels are grey levels of 8 bits, whatever the clip's depth.
 *
 * @param tileSide side of a tile in source pixels, a multiple of 8
 * @param halo source pixels around a tile that its result depends on: the network's receptive radius
 * @param threshold mean absolute difference, in levels, above which a tile with its halo has changed; sensor noise of
 *     σ between two frames has 1.13 σ. The finer tests follow from it, see {@link ChangedTiles}
 * @param refreshInterval every tile is computed at least once in so many frames
 * @param sceneCut score from 0 to 100 from which a frame begins a new scene, see {@link SceneCut}
 */
public record ChangeSettings(int tileSide, int halo, double threshold, int refreshInterval, double sceneCut) {
    private static final double USUAL_THRESHOLD = 1.5;
    private static final int USUAL_INTERVAL = 240;

    /** Validates the ranges. */
    public ChangeSettings {
        if (tileSide < DifferenceCells.SIDE || tileSide % DifferenceCells.SIDE != 0) {
            throw new IllegalArgumentException("A tile's side is a multiple of 8 pixels, not " + tileSide + ".");
        }
        if (halo < 0 || refreshInterval < 1) {
            throw new IllegalArgumentException("A halo has 0 or more pixels and an interval 1 or more frames, not "
                    + halo + " and " + refreshInterval + ".");
        }
        if (!(threshold >= 0) || !(sceneCut > 0)) {
            throw new IllegalArgumentException(
                    "The threshold is not negative and the score of a scene cut positive, not " + threshold + " and "
                            + sceneCut + ".");
        }
    }

    /** Tiles of 32 pixels, threshold 1.5, refreshed within 240 frames, scene cuts from 10. */
    public static ChangeSettings withHalo(int halo) {
        return new ChangeSettings(32, halo, USUAL_THRESHOLD, USUAL_INTERVAL, SceneCut.USUAL_THRESHOLD);
    }

    /** The same with another threshold; 0 computes whatever differs at all. */
    public ChangeSettings withThreshold(double other) {
        return new ChangeSettings(tileSide, halo, other, refreshInterval, sceneCut);
    }

    /** The same with another interval. */
    public ChangeSettings withRefreshInterval(int frames) {
        return new ChangeSettings(tileSide, halo, threshold, frames, sceneCut);
    }
}
