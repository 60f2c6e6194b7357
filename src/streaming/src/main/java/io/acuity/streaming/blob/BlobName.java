package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a blob lies inside its store: {@code payloads/ab/abcdef…}. Names come from content hashes alone, never from what a
 * reference's URI says, so that a crafted reference cannot reach anything else.
 */
record BlobName(BlobArea area, String sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    BlobName {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("A blob's name must be a SHA-256 in lower-case hex of 64 digits.");
        }
    }

    static BlobName of(BlobReference reference) {
        String sha256 = reference.getSha256().toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(sha256).matches()) {
            throw new BlobCorruptException(reference, "its SHA-256 is not 64 hexadecimal digits");
        }
        for (BlobArea area : BlobArea.values()) {
            var name = new BlobName(area, sha256);
            if (reference.getUri().endsWith("/" + name.path())) {
                return name;
            }
        }
        return new BlobName(BlobArea.PAYLOADS, sha256);
    }

    String folder() {
        return area.folder() + "/" + sha256.substring(0, 2);
    }

    String path() {
        return folder() + "/" + sha256;
    }
}
