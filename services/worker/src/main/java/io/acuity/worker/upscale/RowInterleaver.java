package io.acuity.worker.upscale;

import io.acuity.diffusion.scheduler.RowSink;
import io.acuity.imaging.encode.PictureLayout;
import java.io.IOException;

/** Turns planes of red, green and blue into interleaved rows of the result, with its alpha and its bit depth. */
final class RowInterleaver implements RowSink {
    private static final int WIDEN = 257;

    private final PictureLayout layout;
    private final AlphaSource alpha;
    private final PictureRows target;
    private final int colours;
    private short[] buffer = new short[0];

    RowInterleaver(PictureLayout layout, AlphaSource alpha, PictureRows target) {
        this.layout = layout;
        this.alpha = alpha;
        this.target = target;
        this.colours = layout.isGrey() ? 1 : 3;
    }

    @Override
    public void rows(int y0, int rows, short[][] planes) throws IOException {
        int samples = rows * layout.rowSamples();
        if (buffer.length < samples) {
            buffer = new short[samples];
        }
        int pixels = rows * layout.width();
        if (colours == 1) {
            grey(planes, pixels);
        } else {
            for (int c = 0; c < colours; c++) {
                colour(planes[c], c, pixels);
            }
        }
        switch (alpha) {
            case AlphaSource.None() -> {}
            case AlphaSource.Constant(short value) -> fill(value, pixels);
            case AlphaSource.Refined(var plane) -> copy(plane.samples(), y0 * layout.width(), pixels);
        }
        target.rows(buffer, rows);
    }

    private void grey(short[][] planes, int pixels) {
        for (int i = 0; i < pixels; i++) {
            buffer[i * layout.channels()] = rounded(average(planes, i));
        }
    }

    private void colour(short[] plane, int channel, int pixels) {
        for (int i = 0; i < pixels; i++) {
            buffer[i * layout.channels() + channel] = rounded(plane[i] & 0xFFFF);
        }
    }

    private void fill(short value, int pixels) {
        for (int i = 0; i < pixels; i++) {
            buffer[i * layout.channels() + colours] = value;
        }
    }

    private void copy(short[] refined, int from, int pixels) {
        for (int i = 0; i < pixels; i++) {
            buffer[i * layout.channels() + colours] = rounded(refined[from + i] & 0xFFFF);
        }
    }

    /** What the network made of a grey image repeated three times is grey but for rounding; the mean is nearest. */
    static int average(short[][] planes, int i) {
        return ((planes[0][i] & 0xFFFF) + (planes[1][i] & 0xFFFF) + (planes[2][i] & 0xFFFF) + 1) / 3;
    }

    private short rounded(int sample) {
        return (short) (layout.bitDepth() == 16 ? sample : (sample + WIDEN / 2) / WIDEN * WIDEN);
    }
}
