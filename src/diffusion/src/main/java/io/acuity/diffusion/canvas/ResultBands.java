package io.acuity.diffusion.canvas;

import io.acuity.diffusion.codec.ResultBand;
import io.acuity.diffusion.tiles.TileGrid;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The result of one job as bands, one per row of tiles, opened, completed and handed out top to bottom. At most
 * {@link #LIMIT} exist at a time (one is filled while another is written and a third waits), so a slow writer stops its
 * job instead of filling memory. Owned by the device thread; a band handed out is its taker's until returned.
 */
public final class ResultBands {
    /** Bands that exist at a time. */
    public static final int LIMIT = 3;

    private final TileGrid grid;
    private final int factor;
    private final int maxRows;
    private final int[] tilesLeft;
    private final Deque<ResultBand> open = new ArrayDeque<>();
    private final Deque<ResultBand> spare = new ArrayDeque<>();
    private int handedOut;
    private int returned;
    private int created;

    /** Creates the bands of one job. */
    public ResultBands(TileGrid grid, int factor) {
        this.grid = grid;
        this.factor = factor;
        this.tilesLeft = new int[grid.rows()];
        int highest = 0;
        for (int row = 0; row < tilesLeft.length; row++) {
            tilesLeft[row] = grid.columns();
            highest = Math.max(highest, grid.core(row * grid.columns()).height());
        }
        this.maxRows = highest;
    }

    /** Whether tiles of this row have a band to be written to, or could open one now. */
    public boolean accepts(int row) {
        int end = handedOut + open.size();
        return row < end || (row == end && end - returned < LIMIT);
    }

    /** The band of a row of tiles, opened if need be; only where {@link #accepts} holds. */
    public ResultBand band(int row) {
        while (row >= handedOut + open.size()) {
            open.addLast(openNext());
        }
        int skip = row - handedOut;
        for (ResultBand band : open) {
            if (skip-- == 0) {
                return band;
            }
        }
        throw new IllegalStateException("The band of row " + row + " has been handed out already.");
    }

    private ResultBand openNext() {
        int row = handedOut + open.size();
        ResultBand band = spare.poll();
        if (band == null) {
            band = new ResultBand(factor, grid.width(), maxRows);
            created++;
        }
        var core = grid.core(row * grid.columns());
        band.place(core.y(), core.height());
        return band;
    }

    /** Notes that one more tile of the row is complete. */
    public void tileDone(int row) {
        tilesLeft[row]--;
    }

    /** The next band that is complete, which now is the caller's; null if none is. */
    public @Nullable ResultBand handOut() {
        if (open.isEmpty() || tilesLeft[handedOut] > 0) {
            return null;
        }
        handedOut++;
        return open.removeFirst();
    }

    /** Takes a band back. */
    public void giveBack(ResultBand band) {
        returned++;
        spare.push(band);
    }

    /** Rows of tiles handed out and returned. */
    public int returned() {
        return returned;
    }

    /** The topmost row of tiles that isn't handed out. */
    public int firstUnfinished() {
        return handedOut;
    }

    /** Whether every band has been handed out, though some may not be back yet. */
    public boolean isHandedOut() {
        return handedOut == tilesLeft.length;
    }

    /** Whether every band has been returned. */
    public boolean isDone() {
        return returned == grid.rows();
    }

    /** Bands allocated so far. */
    public int created() {
        return created;
    }
}
