package io.acuity.networks.resshift;

/**
 * The constants of attention within windows of {@code side × side} tokens, row by row: which entry of the table of
 * relative positions belongs to a pair of tokens, and which pairs a shifted window must keep apart.
 *
 * @param side tokens per side
 * @param shift how far shifted blocks move their windows; 0 where none do
 */
record Window(int side, int shift) {
    private static final float APART = -100f;

    /** Tokens of one window. */
    int tokens() {
        return side * side;
    }

    /** Rows of the table of relative positions. */
    int positions() {
        return (2 * side - 1) * (2 * side - 1);
    }

    /** The table's row for each pair {@code [tokens, tokens]}, query first (Swin Transformer, section 3.2). */
    long[] relativePositions() {
        long[] index = new long[tokens() * tokens()];
        for (int query = 0; query < tokens(); query++) {
            for (int key = 0; key < tokens(); key++) {
                int rows = query / side - key / side + side - 1;
                int columns = query % side - key % side + side - 1;
                index[query * tokens() + key] = (long) rows * (2 * side - 1) + columns;
            }
        }
        return index;
    }

    /**
     * What a shifted block adds to the attention of each pair in one row of windows, {@code [tokens, tokens]}.
     *
     * <p>A shift brings rows from the top edge next to those of the bottom edge, and columns likewise. The published
     * code means to keep such strangers apart but labels rows only, and then swaps the two axes within each window: the
     * windows of the last row are split by <em>columns</em>, all others are not split at all. Published weights were
     * trained with this, so that a correct mask would give other images.
     *
     * @param last whether the row of windows is the last of the image
     */
    float[] separation(boolean last) {
        float[] mask = new float[tokens() * tokens()];
        for (int i = 0; last && i < mask.length; i++) {
            boolean queryMoved = i / tokens() % side >= side - shift;
            boolean keyMoved = i % side >= side - shift;
            mask[i] = queryMoved == keyMoved ? 0f : APART;
        }
        return mask;
    }

    /** {@link #separation} of all rows of windows of an image, {@code [rows, tokens, tokens]}. */
    float[] separations(int rows) {
        float[] all = new float[Math.multiplyExact(rows, tokens() * tokens())];
        float[] last = separation(true);
        System.arraycopy(last, 0, all, all.length - last.length, last.length);
        return all;
    }
}
