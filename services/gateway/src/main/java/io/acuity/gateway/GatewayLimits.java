package io.acuity.gateway;

import io.acuity.gateway.admission.AdmissionLimits;
import io.acuity.gateway.jobs.BoardLimits;
import java.time.Duration;

/**
 * How much one gateway takes on.
 *
 * @param maxUploadBytes larger uploads are refused with 413
 * @param maxClipBytes larger clips are refused with 413
 * @param uploadPatience uploads that bring less than 256 KiB in this time are refused with 408
 * @param blockingThreads threads for files and the object store
 * @param blockingQueue tasks that may wait for them; beyond, callers get 503
 * @param eventStreams event streams that may be open; beyond, callers get 503
 * @param board how many views are kept
 * @param admission who is let in
 */
public record GatewayLimits(
        long maxUploadBytes,
        long maxClipBytes,
        Duration uploadPatience,
        int blockingThreads,
        int blockingQueue,
        int eventStreams,
        BoardLimits board,
        AdmissionLimits admission) {

    /** Clips of 4 GiB; 256 MiB uploads of 256 KiB in 30 s or faster, 8 threads, 256 waiting tasks, 2,000 event streams. */
    public static final GatewayLimits DEFAULT = new GatewayLimits(
            256L << 20, 4L << 30, Duration.ofSeconds(30), 8, 256, 2_000, BoardLimits.DEFAULT, AdmissionLimits.DEFAULT);

    /** Rejects limits under which nothing works. */
    public GatewayLimits {
        if (maxUploadBytes < 1
                || maxClipBytes < 1
                || !uploadPatience.isPositive()
                || blockingThreads < 1
                || blockingQueue < 1
                || eventStreams < 1) {
            throw new IllegalArgumentException("Gateway limits must be positive, not maxUploadBytes=" + maxUploadBytes
                    + ", maxClipBytes=" + maxClipBytes + ", blockingThreads=" + blockingThreads + ", blockingQueue="
                    + blockingQueue + ", eventStreams="
                    + eventStreams + ".");
        }
        if (admission.uploadBytes() < Math.max(maxUploadBytes, maxClipBytes)) {
            throw new IllegalArgumentException("All uploads together may have " + admission.uploadBytes()
                    + " bytes, and a single one more than that; raise the one or lower the other.");
        }
    }

    /**
     * Others let in.
     *
     * @param other who is let in
     * @return new limits
     */
    public GatewayLimits withAdmission(AdmissionLimits other) {
        return new GatewayLimits(
                maxUploadBytes,
                maxClipBytes,
                uploadPatience,
                blockingThreads,
                blockingQueue,
                eventStreams,
                board,
                other);
    }
}
