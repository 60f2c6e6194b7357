package io.acuity.diffusion.tiles;

import java.util.ArrayList;
import java.util.List;

/**
 * An image cut into tiles, numbered row by row. Cores partition the image. Each window either keeps the network's
 * radius between core and edge or ends at the image border, so a local network predicts every core exactly as it would
 * in the whole image.
 */
public final class TileGrid {
    private static final int SPLIT_GRAIN = 8;
    /** How many times the number of tiles that halos of no width would need are tried. */
    private static final int SEARCHED = 4;

    private final Axis across;
    private final Axis down;
    private final int radius;

    private TileGrid(Axis across, Axis down, int radius) {
        this.across = across;
        this.down = down;
        this.radius = radius;
    }

    /** The whole image as one tile. */
    public static TileGrid single(int width, int height, int radius) {
        return new TileGrid(Axis.single(width, radius), Axis.single(height, radius), radius);
    }

    /** Tiles of near-equal size with sides of at most {@code side}. */
    public static TileGrid cut(int width, int height, int radius, int side) {
        return new TileGrid(Axis.cut(width, side, radius), Axis.cut(height, side, radius), radius);
    }

    /**
     * Few large tiles, each of whose windows has at most {@code windowPixels} pixels unless the radius alone needs more. Halos along
     * the cuts then cost least, and each network call takes longest.
     */
    public static TileGrid few(int width, int height, int radius, int windowPixels) {
        TileGrid grid = single(width, height, radius);
        int most = SEARCHED * Axis.ceilDiv(width * height, windowPixels);
        for (int tiles = 2; grid.windowPixels() > windowPixels && tiles <= most; tiles++) {
            grid = smallestWindows(grid, tiles);
        }
        return grid;
    }

    /** The image of {@code grid} in {@code tiles} tiles, in as many rows of them as make their windows smallest. */
    private static TileGrid smallestWindows(TileGrid grid, int tiles) {
        TileGrid best = grid;
        for (int rows = 1; rows <= Math.min(tiles, grid.height()); rows++) {
            int columns = tiles / rows;
            if (columns * rows == tiles && columns <= grid.width()) {
                Axis across = Axis.exact(grid.width(), columns, grid.radius);
                TileGrid other = new TileGrid(across, Axis.exact(grid.height(), rows, grid.radius), grid.radius);
                best = other.windowPixels() < best.windowPixels() ? other : best;
            }
        }
        return best;
    }

    private int windowPixels() {
        return patch(0).window().pixels();
    }

    public int columns() {
        return across.parts();
    }

    public int rows() {
        return down.parts();
    }

    /** Number of tiles. */
    public int tiles() {
        return columns() * rows();
    }

    /** Image width in latent pixels. */
    public int width() {
        return across.length();
    }

    /** Image height in latent pixels. */
    public int height() {
        return down.length();
    }

    /** How many columns of tiles away a window reaches. */
    public int reachAcross() {
        return across.reach();
    }

    /** How many rows of tiles away a window reaches. */
    public int reachDown() {
        return down.reach();
    }

    /** Column of tiles that holds pixel column {@code x}. */
    public int columnAt(int x) {
        return across.partAt(x);
    }

    /** Row of tiles that holds pixel row {@code y}. */
    public int rowAt(int y) {
        return down.partAt(y);
    }

    /** The pixels tile {@code tile} answers for. */
    public Rect core(int tile) {
        int column = tile % columns();
        int row = tile / columns();
        int x = across.start(column);
        int y = down.start(row);
        return new Rect(x, y, across.end(column) - x, down.end(row) - y);
    }

    /** Tile {@code tile} with the window its network call needs. */
    public Patch patch(int tile) {
        return new Patch(
                core(tile),
                new Rect(
                        across.windowStart(tile % columns()),
                        down.windowStart(tile / columns()),
                        across.window(),
                        down.window()),
                0);
    }

    /** Cuts a patch in up to four, with smaller windows inside the old one; for a device that lacks memory. */
    public List<Patch> split(Patch patch) {
        Rect core = patch.core();
        int halfWidth = Axis.ceilDiv(core.width(), 2);
        int halfHeight = Axis.ceilDiv(core.height(), 2);
        List<Patch> parts = new ArrayList<>(4);
        for (int y = core.y(); y < core.endY(); y += halfHeight) {
            for (int x = core.x(); x < core.endX(); x += halfWidth) {
                Rect part = new Rect(x, y, Math.min(halfWidth, core.endX() - x), Math.min(halfHeight, core.endY() - y));
                parts.add(new Patch(part, splitWindow(part, patch.window(), halfWidth, halfHeight), patch.depth() + 1));
            }
        }
        return parts;
    }

    private Rect splitWindow(Rect part, Rect outer, int halfWidth, int halfHeight) {
        int width = Math.min(outer.width(), Axis.roundUp(halfWidth, SPLIT_GRAIN) + 2 * radius);
        int height = Math.min(outer.height(), Axis.roundUp(halfHeight, SPLIT_GRAIN) + 2 * radius);
        return new Rect(
                Math.max(outer.x(), Math.min(part.x() - radius, outer.endX() - width)),
                Math.max(outer.y(), Math.min(part.y() - radius, outer.endY() - height)),
                width,
                height);
    }
}
