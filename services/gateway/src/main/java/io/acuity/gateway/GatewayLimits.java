package io.acuity.gateway;

import io.acuity.gateway.jobs.BoardLimits;

/**
 * How much one gateway takes on.
 *
 * @param maxUploadBytes larger uploads are refused with 413
 * @param blockingThreads threads for files and the object store
 * @param blockingQueue tasks that may wait for them; beyond, callers get 503
 * @param eventStreams event streams that may be open; beyond, callers get 503
 * @param board how many views are kept
 */
public record GatewayLimits(
        long maxUploadBytes, int blockingThreads, int blockingQueue, int eventStreams, BoardLimits board) {

    /** 256 MiB uploads, 8 threads, 256 waiting tasks, 2,000 event streams. */
    public static final GatewayLimits DEFAULT = new GatewayLimits(256L << 20, 8, 256, 2_000, BoardLimits.DEFAULT);

    /** Rejects limits under which nothing works. */
    public GatewayLimits {
        if (maxUploadBytes < 1 || blockingThreads < 1 || blockingQueue < 1 || eventStreams < 1) {
            throw new IllegalArgumentException("Gateway limits must be positive, not maxUploadBytes=" + maxUploadBytes
                    + ", blockingThreads=" + blockingThreads + ", blockingQueue=" + blockingQueue + ", eventStreams="
                    + eventStreams + ".");
        }
    }
}
