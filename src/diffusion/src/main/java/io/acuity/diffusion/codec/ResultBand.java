package io.acuity.diffusion.codec;

import io.acuity.diffusion.tiles.Rect;

/**
 * Some full-width rows of a result, as unsigned 16-bit samples of three colours. Filled by the device thread, then
 * handed to the thread that writes rows, then back; never shared.
 */
public final class ResultBand {
    private final int factor;
    private final int latentWidth;
    private final short[][] planes;
    private int latentY;
    private int latentRows;

    /** Creates a band that holds up to {@code maxRows} latent rows. */
    public ResultBand(int factor, int latentWidth, int maxRows) {
        this.factor = factor;
        this.latentWidth = latentWidth;
        this.planes = new short[3][Math.multiplyExact(Math.multiplyExact(factor * factor, latentWidth), maxRows)];
    }

    /** Places the band; what it held is void. */
    public void place(int firstLatentRow, int rows) {
        latentY = firstLatentRow;
        latentRows = rows;
    }

    /** First row, in result pixels. */
    public int y0() {
        return latentY * factor;
    }

    /** Number of rows, in result pixels. */
    public int rows() {
        return latentRows * factor;
    }

    /** Red, green and blue, {@code rows × width} samples each. */
    public short[][] planes() {
        return planes;
    }

    /**
     * Writes one latent plane, clamped to [-1, 1] and rounded.
     *
     * @param region where, in latent pixels of the whole image
     * @param channel latent channel {@code colour · r² + dy · r + dx}
     * @param values {@code [height, width]} of the region
     */
    public void write(Rect region, int channel, float[] values) {
        short[] samples = planes[channel / (factor * factor)];
        int dy = channel / factor % factor;
        int dx = channel % factor;
        for (int y = 0; y < region.height(); y++) {
            int row = (region.y() - latentY + y) * factor + dy;
            writeRow(
                    values,
                    y * region.width(),
                    region.width(),
                    samples,
                    (row * latentWidth + region.x()) * factor + dx);
        }
    }

    private void writeRow(float[] values, int from, int count, short[] samples, int to) {
        for (int x = 0; x < count; x++) {
            float value = Math.max(-1f, Math.min(1f, values[from + x]));
            samples[to + x * factor] = (short) (int) ((value + 1f) * 32767.5f + 0.5f);
        }
    }
}
