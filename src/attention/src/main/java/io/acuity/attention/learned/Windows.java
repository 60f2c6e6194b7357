package io.acuity.attention.learned;

/**
 * How one axis is covered: windows of one length, whose starts are multiples of the backbone's and evenly spread; each
 * overlaps the next by at least an eighth of its length.
 *
 * @param length of each window
 * @param starts of the windows, ascending; the last ends with the axis
 */
record Windows(int length, int[] starts) {
    private static final int OVERLAP_SHARE = 8;

    /** Covers an axis of {@code total} pixels, a multiple of {@code multiple}, by windows of at most {@code largest}. */
    static Windows cover(int total, int largest, int multiple) {
        if (total <= largest) {
            return new Windows(total, new int[] {0});
        }
        int stride = largest - largest / OVERLAP_SHARE;
        int count = (total - largest + stride - 1) / stride + 1;
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            long even = (long) (total - largest) * i / (count - 1);
            starts[i] = (int) (even / multiple * multiple);
        }
        return new Windows(largest, starts);
    }

    /**
     * How much a place of a window counts, 1 in the middle, falling linearly to both ends over an eighth of the length; never 0.
     *
     * @param cells the window has
     * @param cell which of them
     */
    static float weight(int cells, int cell) {
        float ramp = Math.max(1f, (float) cells / OVERLAP_SHARE);
        return Math.min(1f, (Math.min(cell, cells - 1 - cell) + 0.5f) / ramp);
    }
}
