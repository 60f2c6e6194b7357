package io.acuity.video;

/**
 * A rectangle of pixels.
 *
 * @param x leftmost column
 * @param y topmost row
 * @param width columns, positive
 * @param height rows, positive
 */
public record PixelBox(int x, int y, int width, int height) {
    /** Validates the ranges. */
    public PixelBox {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "There is no rectangle of " + width + "×" + height + " at (" + x + ", " + y + ").");
        }
    }

    /** Pixels in it. */
    public long area() {
        return (long) width * height;
    }

    /** The first column to its right. */
    public int right() {
        return x + width;
    }

    /** The first row below it. */
    public int bottom() {
        return y + height;
    }

    /** Whether it fits a frame of this size. */
    public boolean liesIn(int frameWidth, int frameHeight) {
        return right() <= frameWidth && bottom() <= frameHeight;
    }

    /** Whether all of {@code other} lies in it. */
    public boolean contains(PixelBox other) {
        return x <= other.x && y <= other.y && right() >= other.right() && bottom() >= other.bottom();
    }

    /** The smallest rectangle around both. */
    public PixelBox around(PixelBox other) {
        int left = Math.min(x, other.x);
        int top = Math.min(y, other.y);
        return new PixelBox(
                left, top, Math.max(right(), other.right()) - left, Math.max(bottom(), other.bottom()) - top);
    }

    /** This rectangle with {@code margin} pixels more on every side, as far as the frame goes. */
    public PixelBox grown(int margin, int frameWidth, int frameHeight) {
        int left = Math.max(0, x - margin);
        int top = Math.max(0, y - margin);
        return new PixelBox(
                left,
                top,
                Math.min(frameWidth, right() + margin) - left,
                Math.min(frameHeight, bottom() + margin) - top);
    }

    /** The same rectangle in a frame enlarged by a whole factor. */
    public PixelBox times(int scale) {
        return new PixelBox(x * scale, y * scale, width * scale, height * scale);
    }
}
