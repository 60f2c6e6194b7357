package io.acuity.streaming.rollout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which side of a rollout serves a job: a function of the job's id and the candidate's share alone, so that every worker
 * decides alike, a retry decides as before, and a growing share only adds jobs to the candidate's side.
 */
public final class TrafficSplit {
    private static final double TWO_TO_THE_64 = 0x1p64;

    private TrafficSplit() {}

    /**
     * Whether the candidate serves a job: the first 8 bytes of the SHA-256 of its id (UTF-8), read as an unsigned big-endian
     * number and divided by 2^64, are below {@code share}. Never at share 0, always at share 1. Safe for any thread.
     *
     * @param share of the jobs that the candidate serves, 0 to 1
     * @throws IllegalArgumentException if the share is outside 0 to 1 or not a number
     */
    public static boolean isCandidate(String jobId, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "The share " + share + " of a candidate is not possible; give a number from 0 to 1.");
        }
        // Compared as scaled numbers, not as place < share: the division may round a place just below 1 up to 1.
        return share == 1 || place(jobId) < share * TWO_TO_THE_64;
    }

    private static double place(String jobId) {
        long bits =
                ByteBuffer.wrap(sha256(jobId.getBytes(StandardCharsets.UTF_8))).getLong();
        return (bits >>> 1) * 2.0 + (bits & 1);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
