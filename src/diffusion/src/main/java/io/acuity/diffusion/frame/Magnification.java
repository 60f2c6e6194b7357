package io.acuity.diffusion.frame;

import io.acuity.diffusion.tiles.Rect;

/**
 * How many times larger results are than what they are made of: a whole number for most models, any number above 1 for
 * continuous ones.
 *
 * @param factor result pixels per LR pixel and side
 */
public record Magnification(double factor) {
    /** The largest, also of models that may go beyond what they were trained for. */
    public static final int LARGEST = 64;

    /** Refuses what makes nothing larger or no size at all. */
    public Magnification {
        if (!(factor >= 1 && factor <= LARGEST)) {
            throw new IllegalArgumentException(
                    "A magnification is from 1 to " + LARGEST + ", not " + shown(factor) + "; choose another scale.");
        }
    }

    /** A factor as people write it: whole numbers without a point. */
    public static String shown(double factor) {
        return factor == Math.rint(factor) && Math.abs(factor) < Integer.MAX_VALUE
                ? Integer.toString((int) factor)
                : Double.toString(factor);
    }

    /** The length of a result's side: {@code length · factor}, rounded half to even as IDM's published code does. */
    public int length(int length) {
        return Math.toIntExact((long) Math.rint(length * factor));
    }

    /**
     * Where the result of a part lies in the whole one. Between whole pixels it is moved to the nearest, and the last part of a
     * row or column ends with the result.
     *
     * @param part in LR pixels
     * @param width of the whole LR image
     * @param height of the whole LR image
     */
    Rect place(Rect part, int width, int height) {
        return new Rect(
                place(part.x(), part.width(), width),
                place(part.y(), part.height(), height),
                length(part.width()),
                length(part.height()));
    }

    private int place(int start, int part, int whole) {
        int last = length(whole) - length(part);
        return start + part == whole ? last : Math.min(length(start), last);
    }

    /** Result pixels per LR pixel. */
    public double area() {
        return factor * factor;
    }

    /** Whether it is a whole number, so that every LR pixel becomes as many pixels as every other. */
    public boolean isWhole() {
        return factor == Math.rint(factor);
    }

    @Override
    public String toString() {
        return shown(factor);
    }
}
