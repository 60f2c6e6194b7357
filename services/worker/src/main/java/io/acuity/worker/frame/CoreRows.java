package io.acuity.worker.frame;

import io.acuity.diffusion.scheduler.RowSink;
import io.acuity.video.FrameCanvas;
import io.acuity.video.PixelBox;

/** Takes the rows of a part with its halo and writes those of the part without it. */
final class CoreRows implements RowSink {
    private final PixelBox window;
    private final PixelBox core;
    private final FrameCanvas canvas;
    private final short[][] row;

    /**
     * Creates the sink.
     *
     * @param window the part with its halo, in result pixels
     * @param core the part
     * @param canvas where it is written
     */
    CoreRows(PixelBox window, PixelBox core, FrameCanvas canvas) {
        this.window = window;
        this.core = core;
        this.canvas = canvas;
        this.row = new short[3][core.width()];
    }

    @Override
    public void rows(int y0, int rows, short[][] planes) {
        int first = core.y() - window.y();
        int lead = core.x() - window.x();
        for (int y = Math.max(0, first - y0); y < rows && y0 + y < first + core.height(); y++) {
            for (int colour = 0; colour < 3; colour++) {
                System.arraycopy(planes[colour], y * window.width() + lead, row[colour], 0, core.width());
            }
            canvas.writeRows(core, y0 + y - first, 1, row);
        }
    }
}
