package io.acuity.diffusion.scheduler;

import io.acuity.imaging.Plane;

/**
 * The image to refine: red, green and blue planes of equal size, read only from here on. A grey image is its one plane
 * three times. It may be a part of a larger image: then it gets that image's noise, and equals it wherever the borders of the part
 * are farther away than the network looks.
 *
 * @param left column of the larger image that the part begins with; 0 for a whole image
 * @param top row of the larger image that the part begins with; 0 for a whole image
 */
public record LowRes(Plane red, Plane green, Plane blue, int left, int top) {
    /** Validates that the sizes agree. */
    public LowRes {
        if (left < 0 || top < 0) {
            throw new IllegalArgumentException("A part of an image cannot begin at " + left + ", " + top + ".");
        }
        if (red.width() != green.width()
                || red.width() != blue.width()
                || red.height() != green.height()
                || red.height() != blue.height()) {
            throw new IllegalArgumentException("The three planes of an image differ in size.");
        }
    }

    /** A whole image. */
    public LowRes(Plane red, Plane green, Plane blue) {
        this(red, green, blue, 0, 0);
    }

    /** The same planes as a part of a larger image. */
    public LowRes at(int column, int row) {
        return new LowRes(red, green, blue, column, row);
    }

    /** A grey image. */
    public static LowRes grey(Plane plane) {
        return new LowRes(plane, plane, plane);
    }

    public int width() {
        return red.width();
    }

    public int height() {
        return red.height();
    }

    /** Width times height. */
    public long pixels() {
        return (long) width() * height();
    }

    /** Plane 0 (red), 1 (green) or 2 (blue). */
    public Plane plane(int colour) {
        return switch (colour) {
            case 0 -> red;
            case 1 -> green;
            case 2 -> blue;
            default -> throw new IndexOutOfBoundsException("There is no colour " + colour + ".");
        };
    }
}
