package io.acuity.diffusion.mask;

import io.acuity.diffusion.mask.CellBounds.Cut;
import io.acuity.diffusion.mask.CoverSettings.Halo;
import io.acuity.diffusion.tiles.Rect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Covers the active pixels of a step by rectangles for a mask-gated network (DESIGN §7a). Around what is not active nothing
 * needs to be seen: features are zero there in every layer, as beyond the edge of a rectangle. So the window of a rectangle is
 * the bounding box of the active pixels that its core depends on: those within the network's radius, through active pixels. A
 * rectangle around all of a connected area has no halo; where an area is cut, a halo lies along the seam only.
 *
 * <p>Works on cells of {@value #CELL}×{@value #CELL} latent pixels. A box is cut where that saves more than the overhead of a
 * network call, again and again; sides are rounded up to a few sizes, so that batches fill and programs warm up. Immutable.
 *
 * <p>A local network without gates sees what is not active as well: its rectangles have a halo all around, and what they are
 * rounded up by lies in the image, for beyond a window's edge it would take zeros for the edge of the image.
 */
public final class MaskCover {
    /** Side of a cell in latent pixels. */
    static final int CELL = 4;

    private final ActivationSteps activation;
    private final ActivationSteps cells;
    private final CoverSettings settings;
    private final int haloCells;

    /** A cover of what {@code activation}, given by latent pixel, makes active. */
    public MaskCover(ActivationSteps activation, CoverSettings settings) {
        this.activation = activation;
        this.cells = activation.coarser(CELL);
        this.settings = settings;
        this.haloCells = Math.ceilDiv(settings.radius(), CELL);
    }

    /** The rectangles of the step {@code index} = t − 1; their cores hold every active pixel once. */
    public List<CoverPatch> patches(int index) {
        List<CoverPatch> patches = new ArrayList<>();
        cover(new Box(0, 0, cells.width(), cells.height()), index, patches);
        return List.copyOf(patches);
    }

    /** The image as one rectangle, whatever is active. */
    public List<CoverPatch> fullFrame() {
        Rect all = new Rect(0, 0, activation.width(), activation.height());
        return List.of(new CoverPatch(all, all, all.width(), all.height()));
    }

    /** Two rectangles instead of one, for a device that lacks memory; empty if the patch is too small to be cut. */
    public List<CoverPatch> split(CoverPatch patch, int index) {
        Rect core = patch.core();
        Box box = new Box(
                core.x() / CELL, core.y() / CELL, Math.ceilDiv(core.endX(), CELL), Math.ceilDiv(core.endY(), CELL));
        List<CoverPatch> halves = new ArrayList<>();
        if (box.width() + box.height() > 2) {
            boolean across = box.width() >= box.height();
            int middle = across ? (box.x + box.endX) / 2 : (box.y + box.endY) / 2;
            for (Box half : box.cut(across, middle)) {
                Box trimmed = trimmed(half, index);
                if (trimmed != null) {
                    halves.add(patch(trimmed, index));
                }
            }
        }
        return halves.stream().allMatch(half -> half.pixels() < patch.pixels()) ? halves : List.of();
    }

    private void cover(Box wanted, int index, List<CoverPatch> patches) {
        Box box = trimmed(wanted, index);
        if (box == null) {
            return;
        }
        CoverPatch whole = patch(box, index);
        Split split = cheapest(box, index);
        if (split == null) {
            patches.add(whole);
        } else if (whole.pixels() > settings.maxPixels()) {
            halves(box).forEach(half -> cover(half, index, patches));
        } else {
            List<Box> sides = box.cut(split.across, split.line(box));
            // What a cut was estimated to cost leaves out the halos along seams that the box has already.
            boolean pays = sides.stream().mapToLong(side -> cost(side, index)).sum() < cost(box, index);
            if (pays) {
                sides.forEach(side -> cover(side, index, patches));
            } else {
                patches.add(whole);
            }
        }
    }

    private long cost(Box box, int index) {
        Box trimmed = trimmed(box, index);
        return trimmed == null ? 0 : patch(trimmed, index).pixels() + (long) settings.overheadPixels();
    }

    private static List<Box> halves(Box box) {
        boolean across = box.width() >= box.height();
        return box.cut(across, across ? (box.x + box.endX) / 2 : (box.y + box.endY) / 2);
    }

    private record Split(boolean across, Cut cut) {
        int line(Box box) {
            return (across ? box.x : box.y) + cut.line();
        }
    }

    private @Nullable Split cheapest(Box box, int index) {
        CellBounds columns =
                new CellBounds(box.width(), box.height(), (line, at) -> isActive(box.x + line, box.y + at, index));
        CellBounds rows =
                new CellBounds(box.height(), box.width(), (line, at) -> isActive(box.x + at, box.y + line, index));
        int seam = settings.halo() == Halo.SEAMS ? haloCells : 0;
        Cut vertical = columns.cheapest(seam, this::estimate);
        Cut horizontal = rows.cheapest(seam, this::estimate);
        if (vertical == null) {
            return horizontal == null ? null : new Split(false, horizontal);
        }
        return horizontal == null || vertical.cost() <= horizontal.cost()
                ? new Split(true, vertical)
                : new Split(false, horizontal);
    }

    /** What a rectangle around so many cells costs, apart from what the edge of the image spares it. */
    private long estimate(int along, int across) {
        int around = settings.halo() == Halo.AROUND ? 2 * settings.radius() : 0;
        return (long) rounded(along * CELL + around) * rounded(across * CELL + around) + settings.overheadPixels();
    }

    private boolean isActive(int x, int y, int index) {
        return index < cells.at(y, x);
    }

    private @Nullable Box trimmed(Box box, int index) {
        int x = Integer.MAX_VALUE;
        int y = Integer.MAX_VALUE;
        int endX = -1;
        int endY = -1;
        for (int row = box.y; row < box.endY; row++) {
            for (int column = box.x; column < box.endX; column++) {
                if (isActive(column, row, index)) {
                    x = Math.min(x, column);
                    y = Math.min(y, row);
                    endX = Math.max(endX, column + 1);
                    endY = Math.max(endY, row + 1);
                }
            }
        }
        return endX < 0 ? null : new Box(x, y, endX, endY);
    }

    private CoverPatch patch(Box core, int index) {
        return switch (settings.halo()) {
            case SEAMS -> gated(core, index);
            case AROUND -> ungated(pixels(core));
        };
    }

    private CoverPatch ungated(Rect core) {
        int width = activation.width();
        int height = activation.height();
        int x = Math.max(0, core.x() - settings.radius());
        int y = Math.max(0, core.y() - settings.radius());
        int endX = Math.min(width, x + rounded(Math.min(width, core.endX() + settings.radius()) - x));
        int endY = Math.min(height, y + rounded(Math.min(height, core.endY() + settings.radius()) - y));
        int startX = Math.max(0, Math.min(x, endX - rounded(endX - x)));
        int startY = Math.max(0, Math.min(y, endY - rounded(endY - y)));
        Rect window = new Rect(startX, startY, endX - startX, endY - startY);
        return new CoverPatch(core, window, window.width(), window.height());
    }

    private CoverPatch gated(Box core, int index) {
        Box reached = reached(core, index);
        Rect coreRect = pixels(core);
        Rect windowRect = pixels(reached);
        // Cells are coarser than the radius: what lies farther from the core than that is not seen.
        Rect window = within(windowRect, coreRect, settings.radius());
        return new CoverPatch(coreRect, window, rounded(window.width()), rounded(window.height()));
    }

    /** The box of all active cells that active cells of the core are connected with, no farther away than the radius. */
    private Box reached(Box core, int index) {
        Box limit = core.grown(haloCells, cells.width(), cells.height());
        boolean[] seen = new boolean[limit.width() * limit.height()];
        Deque<int[]> open = new ArrayDeque<>();
        for (int y = core.y; y < core.endY; y++) {
            for (int x = core.x; x < core.endX; x++) {
                if (isActive(x, y, index)) {
                    seen[limit.number(x, y)] = true;
                    open.add(new int[] {x, y});
                }
            }
        }
        Box reached = core;
        for (int[] cell = open.poll(); cell != null; cell = open.poll()) {
            reached = reached.with(cell[0], cell[1]);
            for (int y = Math.max(limit.y, cell[1] - 1); y < Math.min(limit.endY, cell[1] + 2); y++) {
                for (int x = Math.max(limit.x, cell[0] - 1); x < Math.min(limit.endX, cell[0] + 2); x++) {
                    if (!seen[limit.number(x, y)] && isActive(x, y, index)) {
                        seen[limit.number(x, y)] = true;
                        open.add(new int[] {x, y});
                    }
                }
            }
        }
        return reached;
    }

    private Rect pixels(Box box) {
        int x = box.x * CELL;
        int y = box.y * CELL;
        return new Rect(
                x,
                y,
                Math.min(activation.width(), box.endX * CELL) - x,
                Math.min(activation.height(), box.endY * CELL) - y);
    }

    private static Rect within(Rect window, Rect core, int radius) {
        int x = Math.max(window.x(), core.x() - radius);
        int y = Math.max(window.y(), core.y() - radius);
        int endX = Math.min(window.endX(), core.endX() + radius);
        int endY = Math.min(window.endY(), core.endY() + radius);
        return new Rect(x, y, endX - x, endY - y);
    }

    private int rounded(int side) {
        return Math.ceilDiv(side, settings.grain()) * settings.grain();
    }

    /** A box of cells, ends exclusive. */
    private record Box(int x, int y, int endX, int endY) {
        int width() {
            return endX - x;
        }

        int height() {
            return endY - y;
        }

        List<Box> cut(boolean across, int at) {
            return across
                    ? List.of(new Box(x, y, at, endY), new Box(at, y, endX, endY))
                    : List.of(new Box(x, y, endX, at), new Box(x, at, endX, endY));
        }

        Box grown(int by, int width, int height) {
            return new Box(
                    Math.max(0, x - by), Math.max(0, y - by), Math.min(width, endX + by), Math.min(height, endY + by));
        }

        Box with(int column, int row) {
            return new Box(Math.min(x, column), Math.min(y, row), Math.max(endX, column + 1), Math.max(endY, row + 1));
        }

        int number(int column, int row) {
            return (row - y) * width() + column - x;
        }
    }
}
