package io.acuity.streaming.lane;

/** How a lane is doing, for health checks and metrics. */
public sealed interface LaneState {

    /** Not yet a member of its group. */
    record Starting() implements LaneState {}

    /**
     * At work.
     *
     * @param partitions how many partitions it holds
     * @param inFlight how many records are in work
     * @param lag how many records of these partitions were not fetched yet, as far as known; on the elastic lane its part of them
     */
    record Running(int partitions, int inFlight, long lag) implements LaneState {}

    /**
     * Its clients failed; they were thrown away and new ones will be made.
     *
     * @param failures how often in a row
     * @param cause the last failure
     */
    record Recovering(int failures, Throwable cause) implements LaneState {}

    /** Closed. */
    record Stopped() implements LaneState {}
}
