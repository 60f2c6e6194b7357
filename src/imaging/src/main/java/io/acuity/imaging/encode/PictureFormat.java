package io.acuity.imaging.encode;

import java.util.Locale;
import java.util.Optional;

/** Formats results are written in. */
public enum PictureFormat {
    /** Lossless; 8 and 16 bits, alpha; rows are written as they arrive. */
    PNG("image/png", "png"),
    /** Lossy; 8 bits, no alpha; written when the last row has arrived. */
    JPEG("image/jpeg", "jpg"),
    /** Lossless; 8 and 16 bits, alpha; written when the last row has arrived. */
    TIFF("image/tiff", "tif");

    private final String mediaType;
    private final String extension;

    PictureFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Usual end of file names, without the dot. */
    public String extension() {
        return extension;
    }

    /** The format of a file name's end ({@code png}, {@code jpg}, {@code jpeg}, {@code tif}, {@code tiff}). */
    public static Optional<PictureFormat> ofExtension(String extension) {
        return switch (extension.toLowerCase(Locale.ROOT)) {
            case "png" -> Optional.of(PNG);
            case "jpg", "jpeg" -> Optional.of(JPEG);
            case "tif", "tiff" -> Optional.of(TIFF);
            default -> Optional.empty();
        };
    }
}
