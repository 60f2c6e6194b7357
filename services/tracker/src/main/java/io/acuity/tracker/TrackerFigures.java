package io.acuity.tracker;

/**
 * How one application of a tracker is doing.
 *
 * @param running whether it reads news; false while it restores, shares out work anew, or has ended
 * @param restoreSeconds from its start until it first ran; NaN before
 * @param lag records that its consumers know of and did not fetch yet, as far as the assigned partitions were polled
 * @param lostThreads stream threads that died
 */
public record TrackerFigures(boolean running, double restoreSeconds, long lag, int lostThreads) {}
