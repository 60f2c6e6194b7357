package io.acuity.video.preview;

import io.acuity.video.FrameCanvas;
import io.acuity.video.FramePixels;
import io.acuity.video.ffmpeg.RgbResizer;

/** A frame of twice the width: on the left the source, enlarged by bicubic interpolation, on the right the result. */
public final class SideBySide {
    private SideBySide() {}

    /**
     * Puts two frames beside each other.
     *
     * @param before the source frame
     * @param after the result, of the same depth
     */
    public static FramePixels of(FramePixels before, FramePixels after) {
        FrameCanvas canvas = new FrameCanvas(2 * after.width(), after.height(), after.bitDepth());
        canvas.paste(RgbResizer.resize(before, after.width(), after.height()), 0, 0);
        canvas.paste(after, after.width(), 0);
        return canvas.snapshot();
    }
}
