package io.acuity.diffusion.frame;

import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;

/**
 * Where an image is refined from which step on: an attention map A as large as the result, and the lower bound l.
 *
 * @param width of the result
 * @param height of the result
 * @param attention gives the rows of A
 * @param lowerBound l in [0, 1]: the least share of the steps in which a pixel is refined
 */
public record FrameMask(int width, int height, Rows attention, double lowerBound) {
    /** The rows of a map; may be asked on any thread, the same row more than once. */
    @FunctionalInterface
    public interface Rows {
        /** Writes row {@code y}, values in [0, 1], into the first {@link FrameMask#width} places of {@code row}. */
        void read(int y, float[] row);
    }

    /**
     * From which step on each cell of a part is refined; any pixel of a cell makes it active.
     *
     * @param part in result pixels; where it reaches beyond the result, the last pixel counts
     * @param cell side of a cell, which divides the part's sides
     * @param steps T
     */
    ActivationSteps activation(Rect part, int cell, int steps) {
        int columns = part.width() / cell;
        FloatImage cells = FloatImage.zeros(1, part.height() / cell, columns);
        float[] row = new float[width];
        for (int y = 0; y < part.height(); y++) {
            if (y == 0 || part.y() + y < height) {
                attention.read(Math.min(part.y() + y, height - 1), row);
            }
            int to = y / cell * columns;
            for (int x = 0; x < part.width(); x++) {
                int at = to + x / cell;
                cells.values()[at] = Math.max(cells.values()[at], row[Math.min(part.x() + x, width - 1)]);
            }
        }
        return ActivationSteps.of(cells, lowerBound, steps);
    }
}
