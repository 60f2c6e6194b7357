package io.acuity.imaging.encode;

/** Counts rows, so that every writer refuses wrong amounts in the same words. */
final class RowCheck {
    private final PictureLayout layout;
    private int next;

    RowCheck(PictureLayout layout) {
        this.layout = layout;
    }

    /** Takes note of rows about to be written and returns the index of the first. */
    int take(short[] samples, int rows) {
        if (rows < 0 || samples.length < (long) rows * layout.rowSamples()) {
            throw new IllegalArgumentException(
                    rows + " rows need " + (long) rows * layout.rowSamples() + " samples, not " + samples.length + ".");
        }
        if (rows > layout.height() - next) {
            throw new IllegalArgumentException(
                    "The picture has " + layout.height() + " rows; " + (next + rows) + " were given.");
        }
        int first = next;
        next += rows;
        return first;
    }

    boolean complete() {
        return next == layout.height();
    }
}
