package io.acuity.diffusion.scheduler;

import io.acuity.imaging.Plane;

/**
 * The image to refine: red, green and blue planes of equal size, read only from here on. A grey image is its one plane
 * three times.
 */
public record LowRes(Plane red, Plane green, Plane blue) {
    /** Validates that the sizes agree. */
    public LowRes {
        if (red.width() != green.width()
                || red.width() != blue.width()
                || red.height() != green.height()
                || red.height() != blue.height()) {
            throw new IllegalArgumentException("The three planes of an image differ in size.");
        }
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
