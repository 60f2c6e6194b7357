package io.acuity.imaging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoded image in sRGB, upright: one plane (grey) or three (red, green, blue), and alpha where the source had it.
 *
 * @param colour one or three planes of equal size
 * @param alpha not premultiplied alpha of the same size, or null
 * @param bitDepth bits per sample of the source, 8 or 16; results keep it
 */
public record Picture(List<Plane> colour, @Nullable Plane alpha, int bitDepth) {
    /** Validates plane count, sizes and depth. */
    public Picture {
        colour = List.copyOf(colour);
        if (colour.size() != 1 && colour.size() != 3) {
            throw new IllegalArgumentException("A picture has 1 or 3 colour planes, not " + colour.size() + ".");
        }
        if (bitDepth != 8 && bitDepth != 16) {
            throw new IllegalArgumentException("A picture has 8 or 16 bits per sample, not " + bitDepth + ".");
        }
        Plane first = colour.get(0);
        for (Plane plane : colour) {
            requireSameSize(first, plane);
        }
        if (alpha != null) {
            requireSameSize(first, alpha);
        }
    }

    public int width() {
        return colour.get(0).width();
    }

    public int height() {
        return colour.get(0).height();
    }

    public boolean isGrey() {
        return colour.size() == 1;
    }

    private static void requireSameSize(Plane a, Plane b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException("Planes of one picture differ in size: " + a.width() + "×" + a.height()
                    + " and " + b.width() + "×" + b.height() + ".");
        }
    }
}
