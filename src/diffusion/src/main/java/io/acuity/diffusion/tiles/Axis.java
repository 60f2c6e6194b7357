package io.acuity.diffusion.tiles;

/**
 * One direction of a grid: {@code length} pixels cut into {@code parts} cores of near-equal size, each seen through a
 * window of {@code window} pixels. At a border the window is shifted inward instead of padded, so all have one size.
 */
record Axis(int length, int parts, int window, int radius) {
    /** Window sizes are rounded up, so that images of many sizes share a few shapes. */
    private static final int GRAIN = 16;

    static Axis single(int length, int radius) {
        return new Axis(length, 1, length, radius);
    }

    static Axis cut(int length, int side, int radius) {
        int parts = ceilDiv(length, side);
        return new Axis(length, parts, Math.min(length, roundUp(ceilDiv(length, parts), GRAIN) + 2 * radius), radius);
    }

    /** The same parts seen through windows no larger than needed. */
    static Axis exact(int length, int parts, int radius) {
        int halos = Math.min(2, parts - 1) * radius;
        return new Axis(length, parts, Math.min(length, ceilDiv(length, parts) + halos), radius);
    }

    static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    static int roundUp(int value, int grain) {
        return ceilDiv(value, grain) * grain;
    }

    int start(int part) {
        return (int) ((long) part * length / parts);
    }

    int end(int part) {
        return start(part + 1);
    }

    int windowStart(int part) {
        return Math.max(0, Math.min(start(part) - radius, length - window));
    }

    /** How many parts away a window reaches. */
    int reach() {
        int reach = 0;
        for (int part = 0; part < parts; part++) {
            reach = Math.max(reach, part - partAt(windowStart(part)));
            reach = Math.max(reach, partAt(windowStart(part) + window - 1) - part);
        }
        return reach;
    }

    int partAt(int position) {
        int part = (int) ((long) position * parts / length);
        while (end(part) <= position) {
            part++;
        }
        while (start(part) > position) {
            part--;
        }
        return part;
    }
}
