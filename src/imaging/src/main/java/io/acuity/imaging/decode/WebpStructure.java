package io.acuity.imaging.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks the RIFF chunks of a WebP file: they must all be there; ICC profile and EXIF are collected. */
final class WebpStructure {
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEAD = 8;
    private static final byte[] EXIF_NAME = {'E', 'x', 'i', 'f', 0, 0};

    private WebpStructure() {}

    static Embedded read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long end = Integer.toUnsignedLong(buffer.getInt(4)) + CHUNK_HEAD;
        if (end > bytes.length) {
            throw ImageIoReading.truncated(ImageFormat.WEBP, null);
        }
        byte @Nullable [] profile = null;
        byte @Nullable [] exif = null;
        long at = FIRST_CHUNK;
        while (at + CHUNK_HEAD <= end) {
            long length = Integer.toUnsignedLong(buffer.getInt((int) at + 4));
            long from = at + CHUNK_HEAD;
            if (from + length > end) {
                throw ImageIoReading.truncated(ImageFormat.WEBP, null);
            }
            switch (buffer.getInt((int) at)) {
                case 0x50434349 -> profile = Arrays.copyOfRange(bytes, (int) from, (int) (from + length)); // ICCP
                case 0x46495845 -> exif = exifData(bytes, (int) from, (int) (from + length)); // EXIF
                default -> {}
            }
            at = from + length + (length & 1);
        }
        return new Embedded(profile, exif);
    }

    /** Some writers put JPEG's prefix before the data. */
    private static byte[] exifData(byte[] bytes, int from, int to) {
        boolean prefixed = to - from >= EXIF_NAME.length
                && Arrays.equals(bytes, from, from + EXIF_NAME.length, EXIF_NAME, 0, EXIF_NAME.length);
        return Arrays.copyOfRange(bytes, prefixed ? from + EXIF_NAME.length : from, to);
    }
}
