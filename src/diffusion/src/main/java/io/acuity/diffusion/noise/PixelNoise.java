package io.acuity.diffusion.noise;

import io.acuity.diffusion.tiles.Rect;

/**
 * Unit Gaussian noise in latent layout, addressed by what it lands on: the value is a function of seed, draw, pixel of
 * the result and colour, never of the tile it is asked for. A filler with scratch arrays; one thread at a time.
 */
public final class PixelNoise {
    private static final int LANES = 4;

    private final long seed;
    private final int factor;
    private final int left;
    private final int top;
    private int[] words = new int[0];
    private float[] row = new float[0];
    private int[] blocks = new int[0];

    /**
     * Creates the noise of one job.
     *
     * @param seed names the noise
     * @param factor r of the pixel-unshuffle codec: result pixels per latent pixel and side
     */
    public PixelNoise(long seed, int factor) {
        this(seed, factor, 0, 0);
    }

    /**
     * Creates the noise of one job on a part of an image.
     *
     * @param seed names the noise
     * @param factor r of the pixel-unshuffle codec
     * @param left column of the image that the part begins with, in latent pixels
     * @param top row of the image that the part begins with, in latent pixels
     */
    public PixelNoise(long seed, int factor, int left, int top) {
        this.seed = seed;
        this.factor = factor;
        this.left = left;
        this.top = top;
    }

    /**
     * Fills the r latent channels of one colour and one row phase, which are {@code (colour · r + phase) · r} and the
     * following ones.
     *
     * @param part in latent pixels
     * @param draw index of the draw: the step's index, or T for the prior
     * @param group {@code colour · r + phase}
     * @param target receives {@code [r, height, width]}
     */
    public void fill(Rect part, int draw, int group, float[] target) {
        Rect region = inImage(part);
        int plane = region.width() * region.height();
        int lead = region.x() * factor % LANES;
        long high = (long) draw << 32 | (group / factor);
        for (int y = 0; y < region.height(); y++) {
            int resultRow = (region.y() + y) * factor + group % factor;
            fillRow(region, (long) resultRow << 32, high);
            for (int dx = 0; dx < factor; dx++) {
                int to = dx * plane + y * region.width();
                int from = lead + dx;
                for (int x = 0; x < region.width(); x++) {
                    target[to + x] = row[from + x * factor];
                }
            }
        }
    }

    /**
     * As {@link #fill(Rect, int, int, float[])}, but only for the latent pixels where {@code wanted} is not 0; other places
     * keep what they hold.
     *
     * @param wanted {@code [height, width]}
     */
    public void fill(Rect part, int draw, int group, float[] wanted, float[] target) {
        Rect region = inImage(part);
        int plane = region.width() * region.height();
        long high = (long) draw << 32 | (group / factor);
        int firstBlock = region.x() * factor / LANES;
        int endBlock = ((region.x() + region.width()) * factor + LANES - 1) / LANES;
        reserve((endBlock - firstBlock) * LANES);
        for (int y = 0; y < region.height(); y++) {
            long rowCounter = (long) ((region.y() + y) * factor + group % factor) << 32;
            int count = 0;
            for (int block = firstBlock; block < endBlock; block++) {
                if (isWanted(region, y, block, wanted)) {
                    Philox4x32.block(rowCounter | block, high, seed, words, count * LANES);
                    blocks[count++] = block;
                }
            }
            BoxMuller.transform(words, row, count * LANES);
            for (int i = 0; i < count * LANES; i++) {
                int column = blocks[i / LANES] * LANES + i % LANES;
                int x = column / factor - region.x();
                if (x >= 0 && x < region.width()) {
                    target[column % factor * plane + y * region.width() + x] = row[i];
                }
            }
        }
    }

    private Rect inImage(Rect part) {
        return left == 0 && top == 0 ? part : new Rect(part.x() + left, part.y() + top, part.width(), part.height());
    }

    private boolean isWanted(Rect region, int y, int block, float[] wanted) {
        int first = Math.max(0, block * LANES / factor - region.x());
        int last = Math.min(region.width() - 1, (block * LANES + LANES - 1) / factor - region.x());
        for (int x = first; x <= last; x++) {
            if (wanted[y * region.width() + x] != 0) {
                return true;
            }
        }
        return false;
    }

    private void reserve(int count) {
        if (row.length < count) {
            words = new int[count];
            row = new float[count];
            blocks = new int[count / LANES];
        }
    }

    /** Makes the Gaussians of one row of result pixels, from the first block of four that touches the region. */
    private void fillRow(Rect region, long rowCounter, long high) {
        int firstBlock = region.x() * factor / LANES;
        int endBlock = ((region.x() + region.width()) * factor + LANES - 1) / LANES;
        int count = (endBlock - firstBlock) * LANES;
        reserve(count);
        for (int block = firstBlock, at = 0; block < endBlock; block++, at += LANES) {
            Philox4x32.block(rowCounter | block, high, seed, words, at);
        }
        BoxMuller.transform(words, row, count);
    }
}
