package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a blob lies inside its store: {@code payloads/ab/abcdef…}, or of a clip's frames {@code frames/clip/abcdef…}, so that all of a
 * clip can be found. Names come from hashes alone, of the content and of the clip's id, never from what a reference's URI says, so that a
 * crafted reference cannot reach anything else.
 *
 * @param area how long it stays
 * @param clip a clip's {@link #ofClip folder}; null for all that belongs to none
 * @param sha256 of the content
 */
record BlobName(BlobArea area, @Nullable String clip, String sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern OF_CLIP =
            Pattern.compile("/" + BlobArea.FRAMES.folder() + "/([0-9a-f]{32})/([0-9a-f]{64})$");
    private static final int CLIP_BYTES = 16;

    BlobName {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("A blob's name must be a SHA-256 in lower-case hex of 64 digits.");
        }
    }

    /** The name of what belongs to no clip. */
    BlobName(BlobArea area, String sha256) {
        this(area, null, sha256);
    }

    /** The name of a clip's folder: anybody may choose a clip's id, and it may hold anything. */
    static String ofClip(String clipId) {
        byte[] hash = Sha256.digest().digest(clipId.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, CLIP_BYTES);
    }

    static BlobName of(BlobReference reference) {
        String sha256 = reference.getSha256().toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(sha256).matches()) {
            throw new BlobCorruptException(reference, "its SHA-256 is not 64 hexadecimal digits");
        }
        Matcher ofClip = OF_CLIP.matcher(reference.getUri());
        if (ofClip.find()) {
            var name = new BlobName(BlobArea.FRAMES, ofClip.group(1), sha256);
            if (reference.getUri().endsWith("/" + name.path())) {
                return name;
            }
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
        return area.folder() + "/" + (clip == null ? sha256.substring(0, 2) : clip);
    }

    String path() {
        return folder() + "/" + sha256;
    }
}
