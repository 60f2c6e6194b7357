package io.acuity.cli.sr3;

import io.acuity.imaging.FloatImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pictures of one size in rows and columns, each pixel drawn large, with white between them. */
final class PictureSheet {
    private static final int GAP = 6;

    private final int side;
    private final int zoom;
    private final List<List<FloatImage>> rows = new ArrayList<>();

    /**
     * Begins a sheet.
     *
     * @param side of the pictures
     * @param zoom drawn pixels per pixel and side
     */
    PictureSheet(int side, int zoom) {
        this.side = side;
        this.zoom = zoom;
    }

    /** Adds a row; pictures are {@code [3 or 1, side, side]} in [0, 1]. */
    void row(List<FloatImage> pictures) {
        rows.add(List.copyOf(pictures));
    }

    /** Writes the sheet as PNG. */
    void write(Path file) throws IOException {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int cell = side * zoom;
        FloatImage sheet = FloatImage.zeros(3, rows.size() * (cell + GAP) - GAP, columns * (cell + GAP) - GAP);
        Arrays.fill(sheet.values(), 1f);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                draw(rows.get(row).get(column), sheet, row * (cell + GAP), column * (cell + GAP));
            }
        }
        FramePictures.write(file, sheet);
    }

    private void draw(FloatImage picture, FloatImage sheet, int top, int left) {
        for (int channel = 0; channel < 3; channel++) {
            int source = channel % picture.channels() * side * side;
            for (int y = 0; y < side * zoom; y++) {
                for (int x = 0; x < side * zoom; x++) {
                    sheet.values()[(channel * sheet.height() + top + y) * sheet.width() + left + x] =
                            picture.values()[source + y / zoom * side + x / zoom];
                }
            }
        }
    }
}
