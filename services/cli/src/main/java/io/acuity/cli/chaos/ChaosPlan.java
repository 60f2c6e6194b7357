package io.acuity.cli.chaos;

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
 * @param session after which a silent worker counts as dead
 * @param seed of everything random
 */
record ChaosPlan(
        Scenario scenario,
        int jobs,
        Duration over,
        int workers,
        Duration every,
        Duration outage,
        Duration session,
        long seed) {}
