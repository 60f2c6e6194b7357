package io.acuity.imaging.decode;

import io.acuity.imaging.decode.UnreadableImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks the segments of a JPEG file. The decoder underneath paints missing data grey, so the walk makes sure that the
 * end marker is there; on the way it collects the ICC profile, which may be split, and EXIF.
 */
final class JpegStructure {
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final byte[] ICC_NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXIF_NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final TreeMap<Integer, byte[]> profileParts = new TreeMap<>();
    private int profilePartCount;
    private byte @Nullable [] exif;

    private JpegStructure(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What the file carries; fails when the file ends before its end marker. */
    static Embedded read(byte[] bytes) {
        JpegStructure structure = new JpegStructure(bytes);
        structure.walk();
        return new Embedded(structure.profile(), structure.exif);
    }

    private void walk() {
        int at = 2;
        while (true) {
            at = nextMarker(at);
            int marker = bytes[at - 1] & 0xFF;
            if (marker == END_OF_IMAGE) {
                return;
            }
            if (at + 2 > bytes.length) {
                throw truncated();
            }
            int length = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
            int end = at + length;
            if (length < 2 || end > bytes.length) {
                throw truncated();
            }
            segment(marker, at + 2, end);
            at = end;
        }
    }

    /** Index behind the next marker that begins a segment; entropy-coded data on the way are passed over. */
    private int nextMarker(int from) {
        for (int at = from; at + 1 < bytes.length; at++) {
            int code = bytes[at + 1] & 0xFF;
            boolean restart = code >= 0xD0 && code <= 0xD8;
            if (bytes[at] == (byte) 0xFF && code > 0x01 && code != 0xFF && !restart) {
                return at + 2;
            }
        }
        throw truncated();
    }

    private void segment(int marker, int from, int to) {
        if (marker == APP1 && exif == null && begins(EXIF_NAME, from, to)) {
            exif = Arrays.copyOfRange(bytes, from + EXIF_NAME.length, to);
        }
        int head = ICC_NAME.length + 2;
        if (marker == APP2 && to - from >= head && begins(ICC_NAME, from, to)) {
            profilePartCount = bytes[from + head - 1] & 0xFF;
            profileParts.put(bytes[from + head - 2] & 0xFF, Arrays.copyOfRange(bytes, from + head, to));
        }
        if (marker == START_OF_SCAN && to == bytes.length) {
            throw truncated();
        }
    }

    private boolean begins(byte[] name, int from, int to) {
        return to - from >= name.length && Arrays.equals(bytes, from, from + name.length, name, 0, name.length);
    }

    private byte @Nullable [] profile() {
        if (profileParts.isEmpty()) {
            return null;
        }
        if (profileParts.size() != profilePartCount || profileParts.firstKey() != 1) {
            throw new UnreadableImageException(
                    Reason.BROKEN_COLOUR,
                    "The colour profile of the JPEG is incomplete; save the image again, with or without a profile.");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        profileParts.values().forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    private static UnreadableImageException truncated() {
        return ImageIoReading.truncated(ImageFormat.JPEG, null);
    }
}
