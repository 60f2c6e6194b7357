package io.acuity.streaming.lane;

import java.util.Map;

/** How a lane is doing, for health checks and metrics. */
public sealed interface LaneState {

    /** Not yet a member of its group. */
    record Starting() implements LaneState {}

    /**
     * At work.
     *
     * @param partitions how many partitions it holds
     * @param inFlight how many records are in work
     * @param lags by topic, how many records of these partitions were not fetched yet, as far as known; on the elastic lane its part of
     *     them
     */
    record Running(int partitions, int inFlight, Map<String, Long> lags) implements LaneState {

        /** Copies the lags. */
        public Running {
            lags = Map.copyOf(lags);
        }

        /**
         * Of all topics.
         *
         * @return how many records were not fetched yet
         */
        public long lag() {
            return lags.values().stream().mapToLong(Long::longValue).sum();
        }

        /**
         * Of one topic.
         *
         * @param topic its name
         * @return how many records were not fetched yet
         */
        public long lag(String topic) {
            return lags.getOrDefault(topic, 0L);
        }
    }

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
