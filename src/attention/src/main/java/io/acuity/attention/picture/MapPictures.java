package io.acuity.attention.picture;

import io.acuity.attention.AttentionMap;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.imaging.encode.PictureWriter;
import io.acuity.imaging.encode.PictureWriters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** Attention maps as grey pictures: A is the sample over its largest value, 255 or 65535. */
public final class MapPictures {
    private static final int BIT_DEPTH = 16;

    private MapPictures() {}

    /**
     * The map a picture holds, used as it is: neither resized nor stretched.
     *
     * @param picture grey (or with three equal colours), 8 or 16 bits, without transparency
     * @param height rows of the result
     * @param width columns of the result
     * @throws UnusableMapException if it has another size, colours or transparency
     */
    public static AttentionMap read(Picture picture, int height, int width) {
        requireSize(picture.width(), picture.height(), height, width);
        List<Plane> colours = picture.colour();
        Plane first = colours.get(0);
        for (Plane other : colours) {
            if (!Arrays.equals(first.samples(), other.samples())) {
                throw new UnusableMapException(
                        "The attention map is a picture in colours; save it as a grey picture of 8 or 16 bits.");
            }
        }
        Plane alpha = picture.alpha();
        if (alpha != null && !(alpha.isConstant() && alpha.sample(0, 0) == Plane.MAX)) {
            throw new UnusableMapException(
                    "The attention map is transparent in places; save it as a grey picture without transparency.");
        }
        return AttentionMap.of(first);
    }

    /**
     * Tells before a map is decoded whether its size is that of the result.
     *
     * @throws UnusableMapException if it is not
     */
    public static void requireSize(int mapWidth, int mapHeight, int height, int width) {
        if (mapWidth != width || mapHeight != height) {
            throw new UnusableMapException("The attention map has " + mapWidth + "×" + mapHeight
                    + " pixels but the result has " + width + "×" + height + "; make the map as large as the result.");
        }
    }

    /** Writes a map as 16-bit grey PNG; the stream stays open. */
    public static void write(AttentionMap map, OutputStream out) throws IOException {
        PictureLayout layout = new PictureLayout(map.width(), map.height(), 1, BIT_DEPTH);
        float[] row = new float[map.width()];
        short[] samples = new short[map.width()];
        try (PictureWriter writer =
                PictureWriters.open(PictureFormat.PNG, layout, PictureWriters.DEFAULT_QUALITY, out)) {
            for (int y = 0; y < map.height(); y++) {
                map.readRow(y, row);
                for (int x = 0; x < row.length; x++) {
                    samples[x] = (short) (int) (row[x] * Plane.MAX + 0.5f);
                }
                writer.writeRows(samples, 1);
            }
        }
    }

    /** The file of a map in memory, as {@link #write} makes it. */
    public static byte[] encode(AttentionMap map) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try {
            write(map, out);
        } catch (IOException e) {
            throw new UncheckedIOException("Encoding into memory failed.", e);
        }
        return out.toByteArray();
    }
}
