package io.acuity.attention.picture;

import io.acuity.attention.AttentionMap;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.imaging.encode.PictureWriter;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.imaging.resample.Bicubic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A map drawn in colours over its picture, for people: black where A = 0, over red to pale yellow where A = 1. The picture
 * is enlarged bicubically to the size of the map, a band of rows at a time, so that memory does not grow with its height.
 */
public final class Overlay {
    private static final float SHARE_OF_COLOUR = 0.6f;
    private static final int BAND_ROWS = 32;
    /** A bicubic filter that enlarges reads two rows on each side. */
    private static final int MARGIN = 3;

    private static final int BIT_DEPTH = 8;

    private final AttentionMap map;
    private final Picture lowRes;
    private final int scale;

    /**
     * Creates the overlay.
     *
     * @param map the map
     * @param lowRes the picture; its sides times a whole number are those of the map
     */
    public Overlay(AttentionMap map, Picture lowRes) {
        this.scale = map.width() / lowRes.width();
        if (map.width() != lowRes.width() * scale || map.height() != lowRes.height() * scale) {
            throw new IllegalArgumentException("A map of " + map.width() + "×" + map.height()
                    + " cannot be drawn over a picture of " + lowRes.width() + "×" + lowRes.height() + ".");
        }
        this.map = map;
        this.lowRes = lowRes;
    }

    /** Writes the overlay as 8-bit colour PNG of the map's size; the stream stays open. */
    public void write(OutputStream out) throws IOException {
        PictureLayout layout = new PictureLayout(map.width(), map.height(), 3, BIT_DEPTH);
        try (PictureWriter writer =
                PictureWriters.open(PictureFormat.PNG, layout, PictureWriters.DEFAULT_QUALITY, out)) {
            for (int y = 0; y < lowRes.height(); y += BAND_ROWS) {
                int rows = Math.min(BAND_ROWS, lowRes.height() - y);
                writer.writeRows(drawn(y, rows), rows * scale);
            }
        }
    }

    /** The file in memory, as {@link #write} makes it. */
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Encoding into memory failed.", e);
        }
        return out.toByteArray();
    }

    private short[] drawn(int first, int rows) {
        int above = Math.min(MARGIN, first);
        int below = Math.min(MARGIN, lowRes.height() - first - rows);
        FloatImage band = PictureConversions.toRgb(rows(first - above, above + rows + below));
        FloatImage large = Bicubic.resize(band, band.height() * scale, band.width() * scale);
        int width = map.width();
        short[] samples = new short[rows * scale * width * 3];
        float[] attention = new float[width];
        for (int y = 0; y < rows * scale; y++) {
            map.readRow(first * scale + y, attention);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    float seen = Math.min(Math.max(large.at(c, above * scale + y, x), 0f), 1f);
                    float mixed = seen + SHARE_OF_COLOUR * (Inferno.component(attention[x], c) - seen);
                    samples[(y * width + x) * 3 + c] = (short) (int) (mixed * Plane.MAX + 0.5f);
                }
            }
        }
        return samples;
    }

    private Picture rows(int first, int count) {
        List<Plane> planes = new ArrayList<>();
        for (Plane plane : lowRes.colour()) {
            Plane part = new Plane(plane.width(), count);
            System.arraycopy(plane.samples(), first * plane.width(), part.samples(), 0, count * plane.width());
            planes.add(part);
        }
        return new Picture(planes, null, lowRes.bitDepth());
    }
}
