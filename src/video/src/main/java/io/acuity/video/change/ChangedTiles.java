package io.acuity.video.change;

import io.acuity.video.FramePixels;
import io.acuity.video.PixelBox;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what of each frame must be computed anew. Every tile remembers the source its result was computed from, its
 * halo included, and is compared with exactly that, not with the frame before: slow changes add up until they show.
 *
 * <p>With τ the threshold, a tile has changed when in one of the three channels, over the tile with its halo,
 *
 * <ul>
 *   <li>the mean absolute difference exceeds τ (sensor noise of σ = 1 has 1.13), or
 *   <li>the mean difference exceeds τ/3 either way (a fade; noise averages out, and a reused tile beside a computed one
 *       would show as a step), or
 *   <li>in some cell of 8×8 pixels the mean difference exceeds τ (something small came or went; noise of σ = 1 has a
 *       standard deviation of 0.18 there), or
 *   <li>in some cell the mean absolute difference exceeds 5/3 τ (texture moved).
 * </ul>
 *
 * <p>Each tile has its own turn for the forced refresh, spread over the interval by a fixed order, so that no frame
 * computes many for that reason and what a refresh changes (noise, at most the threshold) does not show as a pulse of
 * the whole picture. A scene cut, the first frame or another size computes everything.
 *
 * <p>Deterministic: the result depends on the frames alone. Memory: the source of every tile with halo. One thread at a
 * time.
 */
public final class ChangedTiles {
    private static final int CHANNELS = 3;
    /** Samples are compared on a scale of 16 to the level, which 16-bit sources do not overflow. */
    private static final int STEPS_PER_LEVEL = 16;

    private static final int NARROWING = 4;
    /** Golden ratio of 2^32: spreads successive tiles' turns evenly over the interval (Knuth, TAOCP 3, §6.4). */
    private static final int SPREAD = 0x9E3779B1;

    /** Neighbours of so many tiles a side are refreshed together, since they share halos. */
    private static final int BLOCK = 2;

    private final ChangeSettings settings;
    private final SceneCut sceneCut;
    private final DifferenceCells cells = new DifferenceCells();
    private int width;
    private int height;
    private int columns;
    private long frames;
    private short[] samples = new short[0];
    private short[][] references = new short[0][];

    /** Creates a detector that has seen nothing. */
    public ChangedTiles(ChangeSettings settings) {
        this.settings = settings;
        this.sceneCut = new SceneCut(settings.sceneCut());
    }

    /** Compares the next frame; its rectangles count as computed from now on. */
    public TileChanges next(FramePixels frame) {
        boolean fresh = frame.width() != width || frame.height() != height;
        if (fresh) {
            resize(frame.width(), frame.height());
        }
        boolean cut = sceneCut.next(frame) || fresh;
        load(frame);
        TileChanges changes = cut ? everything() : compare();
        remember(changes.rectangles());
        frames++;
        return changes;
    }

    private TileChanges everything() {
        PixelBox whole = new PixelBox(0, 0, width, height);
        return new TileChanges(List.of(whole), references.length, references.length, 0, true, whole.area());
    }

    private TileChanges compare() {
        boolean[] marked = new boolean[references.length];
        int changed = 0;
        int refreshed = 0;
        for (int tile = 0; tile < marked.length; tile++) {
            if (differs(tile)) {
                marked[tile] = true;
                changed++;
            } else if (isDue(tile)) {
                marked[tile] = true;
                refreshed++;
            }
        }
        RectangleCover cover = new RectangleCover(width, height, settings.halo());
        List<PixelBox> rectangles = cover.cover(marked, columns, settings.tileSide());
        return new TileChanges(rectangles, marked.length, changed, refreshed, false, cover.cost(rectangles));
    }

    /** Forgets everything: the next frame is computed as a whole. */
    public void forget() {
        width = 0;
        height = 0;
        references = new short[0][];
    }

    /** The part of the frame a tile is, numbered row by row. */
    PixelBox tile(int tile) {
        int side = settings.tileSide();
        int x = tile % columns * side;
        int y = tile / columns * side;
        return new PixelBox(x, y, Math.min(side, width - x), Math.min(side, height - y));
    }

    private void resize(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        columns = Math.ceilDiv(width, settings.tileSide());
        samples = new short[width * height * CHANNELS];
        references = new short[columns * Math.ceilDiv(height, settings.tileSide())][];
        for (int tile = 0; tile < references.length; tile++) {
            references[tile] = new short[Math.toIntExact(window(tile).area() * CHANNELS)];
        }
    }

    private void load(FramePixels frame) {
        byte[] bytes = frame.samples();
        if (frame.bitDepth() == 8) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) ((bytes[i] & 0xFF) << NARROWING);
            }
        } else {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) ((((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF)) >> NARROWING);
            }
        }
    }

    private PixelBox window(int tile) {
        return tile(tile).grown(settings.halo(), width, height);
    }

    private boolean differs(int tile) {
        PixelBox window = window(tile);
        if (isSame(window, references[tile])) {
            return false;
        }
        int stride = width * CHANNELS;
        int from = window.y() * stride + window.x() * CHANNELS;
        cells.compare(samples, stride, from, references[tile], window.width());
        double threshold = settings.threshold() * STEPS_PER_LEVEL;
        return cells.windowDifference() > threshold
                || cells.windowShift() > threshold / 3
                || cells.cellShift() > threshold
                || cells.cellDifference() > threshold * 5 / 3;
    }

    /** The usual case in what codecs leave untouched, and many times faster than sums. */
    private boolean isSame(PixelBox window, short[] reference) {
        int row = window.width() * CHANNELS;
        for (int y = 0; y < window.height(); y++) {
            int from = ((window.y() + y) * width + window.x()) * CHANNELS;
            if (!Arrays.equals(samples, from, from + row, reference, y * row, (y + 1) * row)) {
                return false;
            }
        }
        return true;
    }

    private boolean isDue(int tile) {
        int block = tile / columns / BLOCK * columns + tile % columns / BLOCK;
        long turn = (Integer.toUnsignedLong(block * SPREAD) * settings.refreshInterval()) >>> 32;
        return (frames + turn) % settings.refreshInterval() == 0;
    }

    private void remember(List<PixelBox> rectangles) {
        for (int tile = 0; tile < references.length; tile++) {
            PixelBox core = tile(tile);
            if (rectangles.stream().anyMatch(rectangle -> rectangle.contains(core))) {
                copyWindow(tile);
            }
        }
    }

    private void copyWindow(int tile) {
        PixelBox window = window(tile);
        int row = window.width() * CHANNELS;
        for (int y = 0; y < window.height(); y++) {
            int from = ((window.y() + y) * width + window.x()) * CHANNELS;
            System.arraycopy(samples, from, references[tile], y * row, row);
        }
    }
}
