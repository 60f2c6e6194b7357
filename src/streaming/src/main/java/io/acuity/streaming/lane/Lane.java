package io.acuity.streaming.lane;

/**
 * Hands the records of a topic to a {@link LaneHandler} and publishes what they leave behind. What is above a lane is the same for both
 * kinds; {@link LaneKind} says what they promise.
 */
public sealed interface Lane extends AutoCloseable permits OrderedLane, ElasticLane {

    /**
     * Starts a lane.
     *
     * @param kind what it promises
     * @param settings how it runs
     * @param handler works on the records
     * @return to be closed by the caller
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    static Lane start(LaneKind kind, LaneSettings settings, LaneHandler handler) {
        return switch (kind) {
            case ORDERED -> OrderedLane.start(settings, handler);
            case ELASTIC -> ElasticLane.start(settings, handler);
        };
    }

    /**
     * How the lane is doing.
     *
     * @return a snapshot
     */
    LaneState state();

    /** Starts nothing more, waits as long as the settings say for records in work, publishes them, and leaves the group. */
    @Override
    void close();
}
