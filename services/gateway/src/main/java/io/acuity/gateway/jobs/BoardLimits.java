package io.acuity.gateway.jobs;

/**
 * Bounds of the board. Beyond them the views without news for longest are forgotten first.
 *
 * @param jobs how many views
 * @param inlineBytes how many bytes of inline results in all
 */
public record BoardLimits(int jobs, long inlineBytes) {

    /** 100,000 jobs, 256 MiB of small results. */
    public static final BoardLimits DEFAULT = new BoardLimits(100_000, 256L << 20);

    /** Rejects limits that would forget every job at once. */
    public BoardLimits {
        if (jobs < 1 || inlineBytes < 1 << 20) {
            throw new IllegalArgumentException("The board must hold at least 1 job and 1048576 bytes, not " + jobs
                    + " and " + inlineBytes + "; the defaults are 100000 and 268435456.");
        }
    }
}
