package io.acuity.imaging.decode;

import io.acuity.imaging.decode.UnreadableImageException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks the chunks of a PNG file: its end mark must be there; ICC profile and EXIF are collected. The reader of rows
 * skips these two, because it unpacks profiles without a bound.
 */
final class PngStructure {
    /** Real profiles have some kilobytes; a compressed one could claim gigabytes. */
    private static final int MAX_PROFILE_BYTES = 16 << 20;

    private static final int SIGNATURE = 8;
    private static final int CHUNK_FRAME = 12;

    private PngStructure() {}

    static Embedded read(byte[] image) {
        ByteBuffer buffer = ByteBuffer.wrap(image);
        byte @Nullable [] profile = null;
        byte @Nullable [] exif = null;
        long at = SIGNATURE;
        while (at + CHUNK_FRAME <= image.length) {
            long end = at + CHUNK_FRAME + Integer.toUnsignedLong(buffer.getInt((int) at));
            if (end > image.length) {
                break;
            }
            switch (buffer.getInt((int) at + 4)) {
                case 0x49454E44 -> { // IEND
                    return new Embedded(profile, exif);
                }
                case 0x69434350 -> profile = inflated(Arrays.copyOfRange(image, (int) at + 8, (int) end - 4)); // iCCP
                case 0x65584966 -> exif = Arrays.copyOfRange(image, (int) at + 8, (int) end - 4); // eXIf
                default -> {}
            }
            at = end;
        }
        throw ImageIoReading.truncated(ImageFormat.PNG, null);
    }

    /** The profile of a chunk that has a name, a zero, the method and deflated data. */
    private static byte[] inflated(byte[] chunk) {
        int zero = 0;
        while (zero < chunk.length && chunk[zero] != 0) {
            zero++;
        }
        int from = Math.min(zero + 2, chunk.length);
        try (InputStream inflated =
                new InflaterInputStream(new ByteArrayInputStream(chunk, from, chunk.length - from))) {
            return inflated.readNBytes(MAX_PROFILE_BYTES);
        } catch (IOException e) {
            throw new UnreadableImageException(
                    Reason.BROKEN_COLOUR,
                    "The colour profile of the PNG is damaged; save the image again with a valid profile or none.",
                    e);
        }
    }
}
