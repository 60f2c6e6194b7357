package io.acuity.diffusion.mask;

/**
 * The bounds of the active cells in each column of a box, or, transposed, in each row: what is needed to judge every straight
 * cut through the box in one pass. Positions are relative to the box.
 */
final class CellBounds {
    private static final int NONE = Integer.MAX_VALUE;

    /** Cost of the two sides of a cut. */
    @FunctionalInterface
    interface Cost {
        /** What a rectangle of so many cells along and across the direction of the lines costs. */
        long of(int along, int across);
    }

    private final int[] lowest;
    private final int[] highest;

    /** Bounds of {@code lines} lines of a box, each of {@code length} cells. */
    CellBounds(int lines, int length, Activity activity) {
        this.lowest = new int[lines];
        this.highest = new int[lines];
        for (int line = 0; line < lines; line++) {
            lowest[line] = NONE;
            highest[line] = -1;
            for (int at = 0; at < length; at++) {
                if (activity.isActive(line, at)) {
                    lowest[line] = Math.min(lowest[line], at);
                    highest[line] = at;
                }
            }
        }
    }

    /** Whether a cell of the box is active. */
    @FunctionalInterface
    interface Activity {
        /** Line and position in the line. */
        boolean isActive(int line, int at);
    }

    /**
     * The cheapest cut.
     *
     * @param halo how many cells a side reaches beyond the cut where active cells touch across it
     * @return the line before which to cut and what both sides cost, or null if there is only one line
     */
    @org.jspecify.annotations.Nullable
    Cut cheapest(int halo, Cost cost) {
        Cut best = null;
        for (int line = 1; line < lowest.length; line++) {
            int reach = touches(line) ? halo : 0;
            long both = side(0, Math.min(lowest.length, line + reach), cost)
                    + side(Math.max(0, line - reach), lowest.length, cost);
            if (best == null || both < best.cost()) {
                best = new Cut(line, both);
            }
        }
        return best;
    }

    /** Where to cut and what it leads to. */
    record Cut(int line, long cost) {}

    /** Whether active cells lie near each other on both sides of a cut: a whole empty line keeps them apart. */
    private boolean touches(int line) {
        return highest[line - 1] >= 0 && highest[line] >= 0;
    }

    private long side(int from, int to, Cost cost) {
        int first = -1;
        int last = -1;
        int low = NONE;
        int high = -1;
        for (int line = from; line < to; line++) {
            if (highest[line] >= 0) {
                first = first < 0 ? line : first;
                last = line;
                low = Math.min(low, lowest[line]);
                high = Math.max(high, highest[line]);
            }
        }
        return first < 0 ? 0 : cost.of(last - first + 1, high - low + 1);
    }
}
