package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;

/** How a camera was held, after EXIF, and what makes the picture stand upright. */
enum Orientation {
    /** Stored upright. */
    UPRIGHT(false, false, false),
    /** Mirrored left to right. */
    MIRRORED(false, true, false),
    /** Upside down. */
    TURNED_180(false, true, true),
    /** Mirrored top to bottom. */
    FLIPPED(false, false, true),
    /** Rows stored as columns. */
    TRANSPOSED(true, false, false),
    /** To be turned a quarter clockwise. */
    QUARTER_CLOCKWISE(true, false, true),
    /** Rows stored as columns, both reversed. */
    TRANSVERSED(true, true, true),
    /** To be turned a quarter counter-clockwise. */
    QUARTER_COUNTER_CLOCKWISE(true, true, false);

    private static final Orientation[] BY_EXIF_VALUE = values();

    private final boolean swapped;
    private final boolean fromRight;
    private final boolean fromBottom;

    Orientation(boolean swapped, boolean fromRight, boolean fromBottom) {
        this.swapped = swapped;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /** The orientation with a number of EXIF; unknown numbers mean upright. */
    static Orientation of(ExifTags tags) {
        int value = tags.orientation();
        return value >= 1 && value <= BY_EXIF_VALUE.length ? BY_EXIF_VALUE[value - 1] : UPRIGHT;
    }

    Picture apply(Picture picture) {
        if (this == UPRIGHT) {
            return picture;
        }
        Plane alpha = picture.alpha();
        return new Picture(
                picture.colour().stream().map(this::apply).toList(),
                alpha == null ? null : apply(alpha),
                picture.bitDepth());
    }

    private Plane apply(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        int start = (fromBottom ? (height - 1) * width : 0) + (fromRight ? width - 1 : 0);
        int alongRow = fromRight ? -1 : 1;
        int alongColumn = fromBottom ? -width : width;
        return swapped
                ? gathered(plane, new Plane(height, width), start, alongColumn, alongRow)
                : gathered(plane, new Plane(width, height), start, alongRow, alongColumn);
    }

    /** Fills {@code target} row by row, walking through {@code source} with the given steps per column and row. */
    private static Plane gathered(Plane source, Plane target, int start, int perColumn, int perRow) {
        short[] from = source.samples();
        short[] to = target.samples();
        int at = 0;
        for (int y = 0; y < target.height(); y++) {
            int walk = start + y * perRow;
            for (int x = 0; x < target.width(); x++) {
                to[at] = from[walk];
                at++;
                walk += perColumn;
            }
        }
        return target;
    }
}
