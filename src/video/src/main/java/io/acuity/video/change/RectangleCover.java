package io.acuity.video.change;

import io.acuity.video.PixelBox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Covers marked tiles with few rectangles. What counts is what the network will see: each rectangle costs its area with
 * the halo around it, so neighbours are merged whenever the merged rectangle costs no more than both, and everything
 * becomes one rectangle when the whole frame costs no more than the sum.
 */
final class RectangleCover {
    /** Above this many the frame's changes are spread so widely that runs of tiles are merged within rows only. */
    private static final int MANY = 200;

    private final int width;
    private final int height;
    private final int halo;

    RectangleCover(int width, int height, int halo) {
        this.width = width;
        this.height = height;
        this.halo = halo;
    }

    /** Rectangles that together contain every marked tile. */
    List<PixelBox> cover(boolean[] marked, int columns, int side) {
        List<PixelBox> boxes = stacked(marked, columns, side);
        if (boxes.size() <= MANY) {
            merge(boxes);
        }
        PixelBox whole = new PixelBox(0, 0, width, height);
        return boxes.size() > 1 && cost(boxes) >= whole.area() ? List.of(whole) : boxes;
    }

    /** Pixels of all rectangles with their halos. */
    long cost(List<PixelBox> boxes) {
        return boxes.stream().mapToLong(this::cost).sum();
    }

    private long cost(PixelBox box) {
        return box.grown(halo, width, height).area();
    }

    /** Runs of tiles in a row, put together with equal runs below. */
    private List<PixelBox> stacked(boolean[] marked, int columns, int side) {
        List<PixelBox> done = new ArrayList<>();
        List<PixelBox> open = new ArrayList<>();
        for (int row = 0; row < marked.length / columns; row++) {
            List<PixelBox> next = new ArrayList<>();
            for (PixelBox run : runs(marked, columns, side, row)) {
                PixelBox above = takeEqual(open, run);
                next.add(above == null ? run : above.around(run));
            }
            done.addAll(open);
            open = next;
        }
        done.addAll(open);
        return done;
    }

    private static @Nullable PixelBox takeEqual(List<PixelBox> open, PixelBox run) {
        for (PixelBox box : open) {
            if (box.x() == run.x() && box.width() == run.width()) {
                open.remove(box);
                return box;
            }
        }
        return null;
    }

    private List<PixelBox> runs(boolean[] marked, int columns, int side, int row) {
        List<PixelBox> runs = new ArrayList<>();
        int column = 0;
        while (column < columns) {
            int first = column;
            while (column < columns && marked[row * columns + column]) {
                column++;
            }
            if (column > first) {
                int right = Math.min(width, column * side);
                int bottom = Math.min(height, (row + 1) * side);
                runs.add(new PixelBox(first * side, row * side, right - first * side, bottom - row * side));
            } else {
                column++;
            }
        }
        return runs;
    }

    private void merge(List<PixelBox> boxes) {
        boolean merged = true;
        while (merged) {
            merged = false;
            for (int i = 0; i < boxes.size(); i++) {
                int partner = partner(boxes, i);
                if (partner >= 0) {
                    boxes.set(i, boxes.get(i).around(boxes.get(partner)));
                    boxes.remove(partner);
                    merged = true;
                    break;
                }
            }
        }
    }

    /** The box whose union with number {@code i} saves most, or −1 when none saves anything. */
    private int partner(List<PixelBox> boxes, int i) {
        PixelBox box = boxes.get(i);
        int best = -1;
        long bestSaving = -1;
        for (int j = i + 1; j < boxes.size(); j++) {
            long saving = cost(box) + cost(boxes.get(j)) - cost(box.around(boxes.get(j)));
            if (saving > bestSaving) {
                bestSaving = saving;
                best = j;
            }
        }
        return best;
    }
}
