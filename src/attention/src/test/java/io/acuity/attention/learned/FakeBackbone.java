package io.acuity.attention.learned;

import io.acuity.imaging.FloatImage;
import java.util.ArrayList;
import java.util.List;

/** Two heads: the mean red of each cell of 8×8 pixels, and a constant. Remembers the sizes it was given. */
public final class FakeBackbone implements SaliencyBackbone {
    private static final int CELL = 8;

    private final List<String> seen = new ArrayList<>();
    private float added;

    /** Creates the backbone. */
    public FakeBackbone() {}

    /** Adds something to every value of the first head. */
    FakeBackbone adding(float value) {
        added = value;
        return this;
    }

    List<String> seen() {
        return seen;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int heads() {
        return 2;
    }

    @Override
    public int inputMultiple() {
        return CELL;
    }

    @Override
    public FloatImage maps(FloatImage image) {
        seen.add(image.width() + "×" + image.height());
        FloatImage maps = FloatImage.zeros(2, image.height() / CELL, image.width() / CELL);
        int size = maps.height() * maps.width();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                maps.values()[y / CELL * maps.width() + x / CELL] += image.at(0, y, x) / CELL / CELL;
            }
        }
        for (int i = 0; i < size; i++) {
            maps.values()[i] += added;
            maps.values()[size + i] = 0.25f;
        }
        return maps;
    }

    @Override
    public void close() {}
}
