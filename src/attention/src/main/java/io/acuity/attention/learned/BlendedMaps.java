package io.acuity.attention.learned;

import io.acuity.imaging.FloatImage;
import java.util.Locale;

/** Runs a backbone over an image of any size, window by window, and blends their maps where they overlap. */
final class BlendedMaps {
    private final SaliencyBackbone backbone;
    private final FloatImage image;
    private final Windows down;
    private final Windows across;

    /** For an image normalised as the backbone wants it, with sides it can divide. */
    BlendedMaps(SaliencyBackbone backbone, FloatImage image) {
        this.backbone = backbone;
        this.image = image;
        this.down = Windows.cover(image.height(), backbone.largestSide(), backbone.inputMultiple());
        this.across = Windows.cover(image.width(), backbone.largestSide(), backbone.inputMultiple());
    }

    /** The maps of the whole image, {@code [heads, H / k, W / k]}. */
    FloatImage compute() {
        if (down.starts().length == 1 && across.starts().length == 1) {
            return checked(backbone.maps(image), image);
        }
        FloatImage sums = null;
        float[] weights = new float[0];
        for (int top : down.starts()) {
            for (int left : across.starts()) {
                FloatImage window = image.window(left, top, across.length(), down.length());
                FloatImage maps = checked(backbone.maps(window), window);
                int cell = window.height() / maps.height();
                if (sums == null) {
                    sums = FloatImage.zeros(maps.channels(), image.height() / cell, image.width() / cell);
                    weights = new float[sums.height() * sums.width()];
                }
                add(maps, sums, weights, new Place(top / cell, left / cell));
            }
        }
        if (sums == null) {
            throw new IllegalStateException("An axis is covered by at least one window.");
        }
        return divide(sums, weights);
    }

    private record Place(int top, int left) {}

    private static void add(FloatImage maps, FloatImage sums, float[] weights, Place place) {
        for (int y = 0; y < maps.height(); y++) {
            float vertical = Windows.weight(maps.height(), y);
            for (int x = 0; x < maps.width(); x++) {
                float weight = vertical * Windows.weight(maps.width(), x);
                int at = (place.top + y) * sums.width() + place.left + x;
                weights[at] += weight;
                for (int c = 0; c < maps.channels(); c++) {
                    sums.values()[c * weights.length + at] += weight * maps.at(c, y, x);
                }
            }
        }
    }

    private static FloatImage divide(FloatImage sums, float[] weights) {
        for (int i = 0; i < sums.values().length; i++) {
            sums.values()[i] /= weights[i % weights.length];
        }
        return sums;
    }

    private FloatImage checked(FloatImage maps, FloatImage window) {
        boolean fits = maps.channels() == backbone.heads()
                && window.height() % maps.height() == 0
                && window.width() % maps.width() == 0
                && window.height() / maps.height() == window.width() / maps.width();
        if (!fits) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "The backbone %s made maps [%d, %d, %d] of an image of %d×%d pixels with %d heads.",
                    backbone.name(),
                    maps.channels(),
                    maps.height(),
                    maps.width(),
                    window.width(),
                    window.height(),
                    backbone.heads()));
        }
        for (float value : maps.values()) {
            if (!Float.isFinite(value)) {
                throw new IllegalStateException("The backbone " + backbone.name() + " made a map that is not a number ("
                        + value + "); its weights are damaged, import them again.");
            }
        }
        return maps;
    }
}
