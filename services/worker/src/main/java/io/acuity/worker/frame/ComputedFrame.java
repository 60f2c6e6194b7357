package io.acuity.worker.frame;

import io.acuity.video.FramePixels;
import io.acuity.video.change.TileChanges;
import io.acuity.worker.upscale.ShiftModel;

/**
 * A frame's result before it is stored.
 *
 * @param pixels the whole result
 * @param changes what of it was computed
 * @param sums what that cost
 * @param model what computed it
 */
record ComputedFrame(FramePixels pixels, TileChanges changes, FrameComputer.Sums sums, ShiftModel model) {
    /** Result pixels the network would be run on without tiles that stay. */
    long densePixels() {
        return (long) pixels.width() * pixels.height() * model.steps();
    }
}
