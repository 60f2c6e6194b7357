package io.acuity.video.change;

import io.acuity.video.PixelBox;
import java.util.List;

/**
 * What of a frame is to be computed.
 *
 * @param rectangles parts to compute, in source pixels and without halo; each a union of whole tiles; they may overlap
 * @param tiles tiles in the frame
 * @param changed tiles that differ from the source their result was computed from
 * @param refreshed further tiles whose turn it was
 * @param sceneCut whether the frame begins a new scene (or the clip), so that all of it is computed
 * @param sourcePixels source pixels the network sees: the rectangles with their halos, as far as the frame goes
 */
public record TileChanges(
        List<PixelBox> rectangles, int tiles, int changed, int refreshed, boolean sceneCut, long sourcePixels) {
    /** Copies the rectangles. */
    public TileChanges {
        rectangles = List.copyOf(rectangles);
    }

    /** Tiles whose result is reused, apart from what merging rectangles computes along with others. */
    public int skipped() {
        return tiles - changed - refreshed;
    }
}
