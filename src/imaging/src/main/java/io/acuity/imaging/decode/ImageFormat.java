package io.acuity.imaging.decode;

import java.util.List;
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

    private static final List<Signature> SIGNATURES = List.of(
            new Signature(PNG, "\u0089PNG\r\n\u001A\n"),
            new Signature(JPEG, "\u00FF\u00D8\u00FF"),
            new Signature(WEBP, "RIFF....WEBP"),
            new Signature(TIFF, "II*\0"),
            new Signature(TIFF, "MM\0*"),
            new Signature(GIF, "GIF8"),
            new Signature(BMP, "BM"));

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The format that begins with these bytes. */
    public static Optional<ImageFormat> of(byte[] head) {
        return SIGNATURES.stream()
                .filter(signature -> signature.matches(head))
                .map(Signature::format)
                .findFirst();
    }

    /** Bytes at the start of a file; a dot stands for any byte. */
    private record Signature(ImageFormat format, String bytes) {
        boolean matches(byte[] head) {
            if (head.length < bytes.length()) {
                return false;
            }
            for (int i = 0; i < bytes.length(); i++) {
                if (bytes.charAt(i) != '.' && bytes.charAt(i) != (head[i] & 0xFF)) {
                    return false;
                }
            }
            return true;
        }
    }
}
