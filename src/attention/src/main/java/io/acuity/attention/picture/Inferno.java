package io.acuity.attention.picture;

/**
 * The colours of matplotlib's inferno (CC0), from black over red to pale yellow: lightness grows evenly with the value,
 * so that equal steps look equal, in grey print and to colour-blind eyes too. Interpolated between ten of its colours.
 */
final class Inferno {
    private static final int[] STOPS = {
        0x000004, 0x1B0C41, 0x4A0C6B, 0x781C6D, 0xA52C60, 0xCF4446, 0xED6925, 0xFB9B06, 0xF7D13D, 0xFCFFA4
    };

    private Inferno() {}

    /** Component {@code channel} (0 red, 1 green, 2 blue) of the colour of {@code value} in [0, 1], itself in [0, 1]. */
    static float component(float value, int channel) {
        float position = value * (STOPS.length - 1);
        int below = Math.min((int) position, STOPS.length - 2);
        float from = stop(below, channel);
        return from + (position - below) * (stop(below + 1, channel) - from);
    }

    private static float stop(int index, int channel) {
        return (STOPS[index] >> (16 - 8 * channel) & 0xFF) / 255f;
    }
}
