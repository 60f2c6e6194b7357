package io.acuity.cli.chaos;

import java.util.random.RandomGenerator;

/**
 * What a fault may touch. Used by the run's thread alone.
 *
 * @param plan the run as it was asked for
 * @param house the processes
 * @param ledger the books
 * @param uploads the clients
 * @param random of the run's seed
 */
record Scene(ChaosPlan plan, ChaosHouse house, Ledger ledger, Uploads uploads, RandomGenerator random) {
    /**
     * Whether jobs are still to be accepted. After that, what is struck whenever it has come back might never get round to those that
     * are there.
     */
    boolean isTakingJobs() {
        return ledger.accepted() < plan.jobs();
    }
}
