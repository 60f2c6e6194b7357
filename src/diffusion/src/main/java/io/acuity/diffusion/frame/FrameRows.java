package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.RowSink;
import io.acuity.imaging.FloatImage;
import java.io.IOException;

/** Hands a result to a sink as 16-bit samples, some rows at a time. */
final class FrameRows {
    private static final int ROWS = 64;

    private FrameRows() {}

    /** Writes {@code [3, h, w]} in [-1, 1], clipped and rounded, as the rows from {@code first} on. */
    static void write(FloatImage result, int first, RowSink sink) throws IOException {
        int width = result.width();
        short[][] planes = new short[3][Math.multiplyExact(Math.min(ROWS, result.height()), width)];
        for (int y = 0; y < result.height(); y += ROWS) {
            int rows = Math.min(ROWS, result.height() - y);
            for (int colour = 0; colour < 3; colour++) {
                int from = (colour * result.height() + y) * width;
                for (int i = 0; i < rows * width; i++) {
                    float value = Math.clamp(result.values()[from + i], -1f, 1f);
                    planes[colour][i] = (short) (int) ((value + 1f) * 32767.5f + 0.5f);
                }
            }
            sink.rows(first + y, rows, planes);
        }
    }
}
