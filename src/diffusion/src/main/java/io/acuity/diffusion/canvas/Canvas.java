package io.acuity.diffusion.canvas;

import io.acuity.diffusion.tiles.Rect;
import io.acuity.diffusion.tiles.TileGrid;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one job: a canvas whose tiles each know their own step. A tile's clock is the number of steps it still
 * has to take; neighbours are never more than one apart, and a tile keeps its previous state until all neighbours have
 * left that step, so a window read at step t sees nothing but z_t. The first state has a closed form and the last goes
 * straight to the result: neither is stored. What is stored follows the wave of the computation. Owned by the device
 * thread.
 */
public final class Canvas {
    private static final class Cell {
        int clock;

        @Nullable
        FloatBuffer current;

        @Nullable
        FloatBuffer previous;

        @Nullable
        FloatBuffer next;
    }

    private final TileGrid grid;
    private final int channels;
    private final BlockPool pool;
    private final Cell[] cells;
    private final int reachAcross;
    private final int reachDown;

    /** Creates a canvas with all tiles before their first step. */
    public Canvas(TileGrid grid, int steps, int channels, BlockPool pool) {
        this.grid = grid;
        this.channels = channels;
        this.pool = pool;
        this.reachAcross = grid.reachAcross();
        this.reachDown = grid.reachDown();
        this.cells = new Cell[grid.tiles()];
        for (int tile = 0; tile < cells.length; tile++) {
            cells[tile] = new Cell();
            cells[tile].clock = steps;
        }
    }

    /** Steps the tile still has to take; 0 when it is done. */
    public int clock(int tile) {
        return cells[tile].clock;
    }

    /** Whether the tile can take its next step: every tile its window may touch still has, or already has, that state. */
    public boolean isDue(int tile) {
        int clock = cells[tile].clock;
        return clock > 0 && noNeighbourAbove(tile, clock);
    }

    private boolean noNeighbourAbove(int tile, int clock) {
        int column = tile % grid.columns();
        int row = tile / grid.columns();
        int lastRow = Math.min(grid.rows() - 1, row + reachDown);
        int lastColumn = Math.min(grid.columns() - 1, column + reachAcross);
        for (int y = Math.max(0, row - reachDown); y <= lastRow; y++) {
            for (int x = Math.max(0, column - reachAcross); x <= lastColumn; x++) {
                if (cells[y * grid.columns() + x].clock > clock) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Copies one channel of a stored state.
     *
     * @param region pixels wanted; all tiles it touches are at {@code clock} or one further
     * @param clock which state; less than the number of steps
     * @param channel latent channel
     * @param target receives {@code [height, width]}
     */
    public void read(Rect region, int clock, int channel, float[] target) {
        int lastRow = grid.rowAt(region.endY() - 1);
        int lastColumn = grid.columnAt(region.endX() - 1);
        for (int row = grid.rowAt(region.y()); row <= lastRow; row++) {
            for (int column = grid.columnAt(region.x()); column <= lastColumn; column++) {
                copyShared(row * grid.columns() + column, region, new Layer(clock, channel), target);
            }
        }
    }

    private record Layer(int clock, int channel) {}

    private void copyShared(int tile, Rect region, Layer layer, float[] target) {
        FloatBuffer block = stored(cells[tile], layer.clock());
        Rect core = grid.core(tile);
        int fromX = Math.max(core.x(), region.x());
        int count = Math.min(core.endX(), region.endX()) - fromX;
        int endY = Math.min(core.endY(), region.endY());
        for (int y = Math.max(core.y(), region.y()); y < endY; y++) {
            int from = (layer.channel() * core.height() + y - core.y()) * core.width() + fromX - core.x();
            block.get(from, target, (y - region.y()) * region.width() + fromX - region.x(), count);
        }
    }

    private static FloatBuffer stored(Cell cell, int clock) {
        FloatBuffer block = cell.clock == clock ? cell.current : cell.previous;
        if (block == null || cell.clock > clock || cell.clock < clock - 1) {
            throw new IllegalStateException(
                    "State " + clock + " of a tile at " + cell.clock + " is not on the canvas.");
        }
        return block;
    }

    /** Stores one channel of the next state of a tile, or of a part of it: {@code [height, width]} of {@code region}. */
    public void write(int tile, Rect region, int channel, float[] values) {
        Cell cell = cells[tile];
        Rect core = grid.core(tile);
        FloatBuffer block = cell.next;
        if (block == null) {
            block = pool.take(channels * core.pixels());
            cell.next = block;
        }
        for (int y = 0; y < region.height(); y++) {
            int to = (channel * core.height() + region.y() + y - core.y()) * core.width() + region.x() - core.x();
            block.put(to, values, y * region.width(), region.width());
        }
    }

    /** Takes the tile one step on: the state written becomes its present one. */
    public void advance(int tile) {
        Cell cell = cells[tile];
        cell.previous = cell.current;
        cell.current = cell.next;
        cell.next = null;
        cell.clock--;
        int column = tile % grid.columns();
        int row = tile / grid.columns();
        int lastRow = Math.min(grid.rows() - 1, row + reachDown);
        int lastColumn = Math.min(grid.columns() - 1, column + reachAcross);
        for (int y = Math.max(0, row - reachDown); y <= lastRow; y++) {
            for (int x = Math.max(0, column - reachAcross); x <= lastColumn; x++) {
                releasePrevious(y * grid.columns() + x);
            }
        }
    }

    /** Frees a previous state that no neighbour will read again. */
    private void releasePrevious(int tile) {
        Cell cell = cells[tile];
        if (cell.previous != null && noNeighbourAbove(tile, cell.clock)) {
            pool.give(cell.previous);
            cell.previous = null;
        }
    }

    /** Gives back whatever is stored. */
    public void release() {
        for (Cell cell : cells) {
            cell.previous = giveBack(cell.previous);
            cell.current = giveBack(cell.current);
            cell.next = giveBack(cell.next);
        }
    }

    private @Nullable FloatBuffer giveBack(@Nullable FloatBuffer block) {
        if (block != null) {
            pool.give(block);
        }
        return null;
    }
}
