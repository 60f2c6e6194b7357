package io.acuity.imaging.encode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Opens writers by format and encodes whole pictures with them. */
public final class PictureWriters {
    /** JPEG quality when nobody chose one. */
    public static final int DEFAULT_QUALITY = 92;

    private static final int JPEG_MAX_SIDE = 65_535;
    /** TIFF offsets have 32 bits; compression seldom expands, and then by little. */
    private static final long TIFF_MAX_BYTES = 4_000_000_000L;

    private static final long ARRAY_MAX = Integer.MAX_VALUE - 8L;
    private static final int BLOCK_ROWS = 64;

    private PictureWriters() {}

    /**
     * Opens a writer.
     *
     * @param format what to write; JPEG rounds 16-bit samples to 8 bits
     * @param layout size and samples
     * @param quality 1 to 100, used by JPEG only
     * @param out where the file goes; stays open
     * @throws UnsupportedPictureException when the format cannot hold such a picture
     */
    public static PictureWriter open(PictureFormat format, PictureLayout layout, int quality, OutputStream out) {
        requireSupported(format, layout);
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("JPEG quality goes from 1 to 100, not " + quality + ".");
        }
        return switch (format) {
            case PNG -> new PngRows(layout, out);
            case JPEG -> new WholeImage(layout, 8, image -> JpegEncoding.write(image, quality, out));
            case TIFF ->
                new WholeImage(layout, layout.bitDepth(), image -> TiffEncoding.write(image, layout.bitDepth(), out));
        };
    }

    /** Tells early, before anything is computed, whether {@link #open} would accept such a picture. */
    public static void requireSupported(PictureFormat format, PictureLayout layout) {
        long samples = (long) layout.width() * layout.height() * layout.channels();
        switch (format) {
            case PNG -> {}
            case JPEG -> requireJpeg(layout);
            case TIFF -> {
                if (samples * (layout.bitDepth() / 8) > TIFF_MAX_BYTES) {
                    throw tooLarge("TIFF", layout);
                }
            }
        }
        if (format != PictureFormat.PNG && samples > ARRAY_MAX) {
            throw tooLarge(format.name(), layout);
        }
    }

    /** Encodes a whole picture into {@code out}, which stays open. */
    public static void write(Picture picture, PictureFormat format, int quality, OutputStream out) throws IOException {
        PictureLayout layout = PictureLayout.of(picture);
        List<Plane> planes = new ArrayList<>(picture.colour());
        if (picture.alpha() != null) {
            planes.add(picture.alpha());
        }
        short[] block = new short[layout.rowSamples() * Math.min(BLOCK_ROWS, layout.height())];
        try (PictureWriter writer = open(format, layout, quality, out)) {
            for (int y = 0; y < layout.height(); y += BLOCK_ROWS) {
                int rows = Math.min(BLOCK_ROWS, layout.height() - y);
                interleave(planes, y * layout.width(), rows * layout.width(), block);
                writer.writeRows(block, rows);
            }
        }
    }

    /** Encodes a whole picture into memory. */
    public static byte[] encode(Picture picture, PictureFormat format, int quality) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try {
            write(picture, format, quality, out);
        } catch (IOException e) {
            throw new UncheckedIOException("Encoding into memory failed.", e);
        }
        return out.toByteArray();
    }

    private static void interleave(List<Plane> planes, int from, int count, short[] block) {
        int channels = planes.size();
        for (int c = 0; c < channels; c++) {
            short[] samples = planes.get(c).samples();
            for (int i = 0; i < count; i++) {
                block[i * channels + c] = samples[from + i];
            }
        }
    }

    private static void requireJpeg(PictureLayout layout) {
        if (layout.hasAlpha()) {
            throw new UnsupportedPictureException(
                    "JPEG cannot store the transparency of this picture; choose PNG or TIFF.");
        }
        if (layout.width() > JPEG_MAX_SIDE || layout.height() > JPEG_MAX_SIDE) {
            throw tooLarge("JPEG", layout);
        }
    }

    private static UnsupportedPictureException tooLarge(String format, PictureLayout layout) {
        return new UnsupportedPictureException(format + " cannot store a picture of " + layout.width() + "×"
                + layout.height() + " pixels with " + layout.channels() + " channels; choose PNG.");
    }
}
