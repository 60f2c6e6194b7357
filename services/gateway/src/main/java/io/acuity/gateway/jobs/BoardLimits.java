package io.acuity.gateway.jobs;

/**
 * Bounds of the board. Beyond them the views without news for longest are forgotten first.
 *
 * @param jobs how many views
 * @param inlineBytes how many bytes of inline results in all
 */
public record BoardLimits(int jobs, long inlineBytes) {

    private static final int MOST_JOBS = 100_000;
    private static final long MOST_BYTES = 256L << 20;
    private static final long LEAST_BYTES = 1 << 20;
    /** The largest heap of a Java machine that was given 1 GiB, which keeps some of it for itself. */
    private static final long GIBIBYTE = 900L << 20;

    /** What this process has room for. */
    public static final BoardLimits DEFAULT = ofHeap(Runtime.getRuntime().maxMemory());

    /**
     * What a heap has room for beside everything else: 100,000 jobs and 256 MiB of small results in 1 GiB or more, less in less.
     *
     * @param bytes the most that the heap may take
     * @return a quarter of it for results
     */
    public static BoardLimits ofHeap(long bytes) {
        double share = Math.min(1, bytes / (double) GIBIBYTE);
        return new BoardLimits((int) Math.max(1, share * MOST_JOBS), (long) Math.max(LEAST_BYTES, share * MOST_BYTES));
    }

    /** Rejects limits that would forget every job at once. */
    public BoardLimits {
        if (jobs < 1 || inlineBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("The board must hold at least 1 job and 1048576 bytes, not " + jobs
                    + " and " + inlineBytes + "; the defaults are 100000 and 268435456.");
        }
    }
}
