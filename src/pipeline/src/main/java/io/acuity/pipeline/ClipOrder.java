package io.acuity.pipeline;

import io.acuity.events.ChangeOptions;
import io.acuity.events.Recipe;
import io.acuity.video.FramePixels;
import io.acuity.video.encode.ClipOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A clip to upscale.
 *
 * @param clipId its name on the topics
 * @param output what to write, and from which source
 * @param recipe model, steps and the one seed for all frames
 * @param changes which tiles may keep an earlier result
 * @param segmentFrames consecutive frames that stay with one worker, are encoded as one piece and are done together
 * @param missing what becomes of a frame that has no result
 */
public record ClipOrder(
        String clipId,
        ClipOutput output,
        Recipe recipe,
        ChangeOptions changes,
        int segmentFrames,
        MissingFrames missing) {
    /** Frames of a segment, where they are not too large for that. */
    public static final int USUAL_SEGMENT = 32;

    private static final int LEAST_SEGMENT = 4;
    /** Most bytes, before compression, of the results that wait for their segments: two segments. */
    private static final long RESULT_BYTES = 4L << 30;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int ID_BYTES = 12;
    private static final int BUFFER = 1 << 16;

    /** Validates id and segment. */
    public ClipOrder {
        if (!ID.matcher(clipId).matches()) {
            throw new IllegalArgumentException(
                    "A clip's id has 1 to 64 letters, digits, - or _, which '" + clipId + "' has not.");
        }
        if (segmentFrames < 1) {
            throw new IllegalArgumentException("A segment has at least one frame, not " + segmentFrames + ".");
        }
    }

    /** An order whose run ends when a frame has no result. */
    public ClipOrder(String clipId, ClipOutput output, Recipe recipe, ChangeOptions changes, int segmentFrames) {
        this(clipId, output, recipe, changes, segmentFrames, MissingFrames.FAIL);
    }

    /** The same with another end for frames that have no result. */
    public ClipOrder withMissing(MissingFrames other) {
        return new ClipOrder(clipId, output, recipe, changes, segmentFrames, other);
    }

    /**
     * How many frames a segment has for frames of a size: {@value #USUAL_SEGMENT}, fewer where the results are large.
     *
     * @param width columns of the result
     * @param height rows of the result
     * @param bitDepth bits a sample, 8 or 16
     */
    public static int segmentFrames(int width, int height, int bitDepth) {
        long fitting = RESULT_BYTES / (2 * FramePixels.bytes(width, height, bitDepth));
        return Math.clamp(fitting, LEAST_SEGMENT, USUAL_SEGMENT);
    }

    /**
     * The id of a clip that nobody named: the same for the same file, recipe and number of frames.
     *
     * @throws IOException when the source cannot be read
     */
    public static String idOf(ClipOutput output, Recipe recipe, ChangeOptions changes) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(output.source())) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        digest.update((recipe + "\n" + changes + "\n" + output.frameLimit()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    /** What must be the same for a run to go on with what an earlier one left: all that decides what finished pieces hold. */
    String fingerprint() {
        return String.join(
                "\n",
                clipId,
                recipe.toString(),
                changes.toString(),
                output.settings().toString(),
                output.frameLimit().toString(),
                output.width() + "×" + output.height() + ", " + segmentFrames,
                "");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
