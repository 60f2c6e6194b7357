package io.acuity.tracker.frames;

import java.time.Duration;

/**
 * How long the order of a clip waits and how long it is remembered. All by the clock of the tracker, and only while it watches: after a start
 * or a change among the trackers it waits anew.
 *
 * @param gapAfter a frame that was never requested becomes a gap this long after a later one or the end was; a frame that was
 *     requested becomes one this long after its deadline. Below ten seconds, the death of one of several trackers may lead to
 *     gaps that are none
 * @param idle a clip that has ended, or of which every requested frame was told, is forgotten this long after its last news
 * @param unfinished a clip that still waits for frames is forgotten this long after its last news; long, because what waits is lost
 */
public record FrameOrderSettings(Duration gapAfter, Duration idle, Duration unfinished) {

    /** Ten seconds, a day, a week. */
    public static final FrameOrderSettings DEFAULT =
            new FrameOrderSettings(Duration.ofSeconds(10), Duration.ofDays(1), Duration.ofDays(7));

    private static final Duration SHORTEST_TICK = Duration.ofMillis(50);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_SWEEP = Duration.ofMinutes(10);

    /** Rejects periods that are no time at all. */
    public FrameOrderSettings {
        if (!gapAfter.isPositive() || !idle.isPositive() || !unfinished.isPositive()) {
            throw new IllegalArgumentException("Times of the frames' order must be positive, not " + gapAfter + ", "
                    + idle + " and " + unfinished + "; use for example 10s, 24h and 7d.");
        }
    }

    /**
     * With another patience.
     *
     * @param other when a missing frame becomes a gap
     * @return new settings
     */
    public FrameOrderSettings withGapAfter(Duration other) {
        return new FrameOrderSettings(other, idle, unfinished);
    }

    /** How often to look for gaps while anything waits. */
    Duration tick() {
        return clamp(gapAfter.dividedBy(10), LONGEST_TICK);
    }

    /** How often to look for clips to forget. */
    Duration sweep() {
        return clamp((idle.compareTo(unfinished) < 0 ? idle : unfinished).dividedBy(10), LONGEST_SWEEP);
    }

    private static Duration clamp(Duration wish, Duration longest) {
        if (wish.compareTo(SHORTEST_TICK) < 0) {
            return SHORTEST_TICK;
        }
        return wish.compareTo(longest) > 0 ? longest : wish;
    }
}
