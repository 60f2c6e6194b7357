package io.acuity.diffusion.tiles;

/** A rectangle of pixels, never empty: columns {@code x … endX − 1}, rows {@code y … endY − 1}. */
public record Rect(int x, int y, int width, int height) {
    /** Validates position and size. */
    public Rect {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "A rectangle of " + width + "×" + height + " at " + x + ", " + y + " is empty or out of bounds.");
        }
    }

    /** First column behind it. */
    public int endX() {
        return x + width;
    }

    /** First row behind it. */
    public int endY() {
        return y + height;
    }

    /** Width times height. */
    public int pixels() {
        return width * height;
    }

    /** Whether {@code other} lies inside. */
    public boolean contains(Rect other) {
        return other.x >= x && other.y >= y && other.endX() <= endX() && other.endY() <= endY();
    }
}
