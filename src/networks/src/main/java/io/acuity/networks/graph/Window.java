package io.acuity.networks.graph;

/**
 * What a square convolution or pool looks at.
 *
 * @param side of the kernel
 * @param stride between places
 * @param padding zeros on each border; half the side keeps the size at stride 1
 */
public record Window(int side, int stride, int padding) {
    /** Validates the sizes. */
    public Window {
        if (side < 1 || stride < 1 || padding < 0 || 2 * padding > side) {
            throw new IllegalArgumentException(
                    "There is no window of side " + side + ", stride " + stride + " and padding " + padding + ".");
        }
    }

    /** A window padded by half its side. */
    public static Window centred(int side, int stride) {
        return new Window(side, stride, side / 2);
    }
}
