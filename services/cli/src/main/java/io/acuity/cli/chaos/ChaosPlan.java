package io.acuity.cli.chaos;

import io.acuity.streaming.lane.LaneKind;
import io.acuity.streaming.lane.LaneSettings;
import java.time.Duration;

/**
 * A run as it was asked for.
 *
 * @param scenario what goes wrong
 * @param jobs how many are submitted
 * @param over how long their submission takes
 * @param workers at any time
 * @param every period of the faults
 * @param outage how long what is stopped stays away
 * @param lane by which workers take requests
 * @param session after which a silent worker of the ordered lane counts as dead
 * @param seed of everything random
 */
record ChaosPlan(
        Scenario scenario,
        int jobs,
        Duration over,
        int workers,
        Duration every,
        Duration outage,
        LaneKind lane,
        Duration session,
        long seed) {
    /** After how long what a silent worker holds is given to others. */
    Duration silence() {
        return switch (lane) {
            case ORDERED -> session;
            case ELASTIC -> LaneSettings.LOCK;
        };
    }
}
