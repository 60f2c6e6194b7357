package io.acuity.imaging.decode;

import java.util.Optional;

/** Image formats that can be read, recognised by their first bytes; file names don't matter. */
public enum ImageFormat {
    /** Portable Network Graphics. */
    PNG("image/png"),
    /** JPEG, baseline and progressive. */
    JPEG("image/jpeg"),
    /** WebP, lossy and lossless. */
    WEBP("image/webp"),
    /** Tagged Image File Format. */
    TIFF("image/tiff"),
    /** Windows bitmap. */
    BMP("image/bmp"),
    /** GIF; of an animation the first frame. */
    GIF("image/gif");

    /** Bytes from the start of a file that {@link #of} needs. */
    static final int SNIFF_BYTES = 12;

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The format that begins with these bytes. */
    public static Optional<ImageFormat> of(byte[] head) {
        if (begins(head, 0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return Optional.of(PNG);
        }
        if (begins(head, 0, 0xFF, 0xD8, 0xFF)) {
            return Optional.of(JPEG);
        }
        if (begins(head, 0, 'R', 'I', 'F', 'F') && begins(head, 8, 'W', 'E', 'B', 'P')) {
            return Optional.of(WEBP);
        }
        if (begins(head, 0, 'I', 'I', 42, 0) || begins(head, 0, 'M', 'M', 0, 42)) {
            return Optional.of(TIFF);
        }
        if (begins(head, 0, 'G', 'I', 'F', '8')) {
            return Optional.of(GIF);
        }
        return begins(head, 0, 'B', 'M') ? Optional.of(BMP) : Optional.empty();
    }

    private static boolean begins(byte[] head, int from, int... magic) {
        if (head.length < from + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[from + i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
