package io.acuity.diffusion.mask;

import io.acuity.imaging.FloatImage;
import java.util.Arrays;

/**
 * From which step on each pixel is refined (YODA eq. 8, DESIGN §1): pixel p is active at the steps t = t*, …, 1 with
 * {@code t* = min(T, max(1, floor(T·(A + l) + 1e-6)))}. What is active once stays active, and everything is at t = 1.
 * In a spaced chain of K steps, T is K. Steps are named by the 0-based index {@code t − 1} as everywhere. Immutable.
 */
public final class ActivationSteps {
    private final int height;
    private final int width;
    private final int steps;
    private final int[] first;

    private ActivationSteps(int height, int width, int steps, int[] first) {
        this.height = height;
        this.width = width;
        this.steps = steps;
        this.first = first;
    }

    /**
     * Works out t* for a map.
     *
     * @param attention A, {@code [1, H, W]} with values in [0, 1]
     * @param lowerBound l in [0, 1]
     * @param steps T, the number of steps of the chain
     */
    public static ActivationSteps of(FloatImage attention, double lowerBound, int steps) {
        if (attention.channels() != 1) {
            throw new IllegalArgumentException(
                    "An attention map has one channel, not " + attention.channels() + "; reduce its heads first.");
        }
        if (!(lowerBound >= 0 && lowerBound <= 1)) {
            throw new IllegalArgumentException("The lower bound l of masked sampling is within [0, 1], not "
                    + lowerBound + "; 0.2 is usual, 1 refines everything at every step.");
        }
        checkSteps(steps);
        float[] values = attention.values();
        int[] first = new int[values.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = activation(values[i], lowerBound, steps);
        }
        return new ActivationSteps(attention.height(), attention.width(), steps, first);
    }

    /** Every pixel at every step: masks switched off. */
    public static ActivationSteps everywhere(int height, int width, int steps) {
        checkSteps(steps);
        int[] first = new int[Math.multiplyExact(height, width)];
        Arrays.fill(first, steps);
        return new ActivationSteps(height, width, steps, first);
    }

    /**
     * t* of one value.
     *
     * @param attention A in [0, 1]
     * @return 1 … steps
     */
    public static int activation(double attention, double lowerBound, int steps) {
        if (!(attention >= 0 && attention <= 1)) {
            throw new IllegalArgumentException("Attention values are within [0, 1], not " + attention
                    + "; the map is broken or was not normalised.");
        }
        return ActivationStep.of(attention, lowerBound, steps);
    }

    private static void checkSteps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("A masked chain needs at least one step, not " + steps + ".");
        }
    }

    /** The same on a grid of {@code cell}×{@code cell} pixels: a cell is active as soon as any of its pixels is. */
    public ActivationSteps coarser(int cell) {
        if (cell < 1) {
            throw new IllegalArgumentException("A cell has a side of at least one pixel, not " + cell + ".");
        }
        int rows = Math.ceilDiv(height, cell);
        int columns = Math.ceilDiv(width, cell);
        int[] cells = new int[rows * columns];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int to = y / cell * columns + x / cell;
                cells[to] = Math.max(cells[to], first[y * width + x]);
            }
        }
        return new ActivationSteps(rows, columns, steps, cells);
    }

    /** Rows of pixels or cells. */
    public int height() {
        return height;
    }

    /** Columns of pixels or cells. */
    public int width() {
        return width;
    }

    /** T. */
    public int steps() {
        return steps;
    }

    /** t* of the pixel or cell at ({@code y}, {@code x}), 1 … T. */
    public int at(int y, int x) {
        return first[y * width + x];
    }

    /** M(t): whether the pixel number {@code pixel}, counted by rows, is refined at the step {@code index} = t − 1. */
    public boolean isActive(int pixel, int index) {
        return index < first[pixel];
    }

    /** M(t) as {@code [H, W]} of ones and zeros at the step {@code index} = t − 1. */
    public float[] mask(int index) {
        float[] mask = new float[first.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = index < first[i] ? 1f : 0f;
        }
        return mask;
    }

    /**
     * Overwrites what waits at the step {@code index} = t − 1.
     *
     * @param values planes of this mask's size, one behind the other
     * @param waiting what to put there, as long
     */
    public void replaceWaiting(float[] values, float[] waiting, int index) {
        for (int i = 0; i < values.length; i++) {
            if (!isActive(i % first.length, index)) {
                values[i] = waiting[i];
            }
        }
    }

    /** How many pixels or cells are refined at the step {@code index} = t − 1. */
    public long activeCount(int index) {
        return Arrays.stream(first).filter(step -> index < step).count();
    }
}
