package io.acuity.worker.rollout;

import java.util.function.BooleanSupplier;

/** Brings a checkpoint onto the device and proves that it can serve. */
@FunctionalInterface
interface Preparation {
    /**
     * Prepares a checkpoint; blocks, and throws nothing that a bad checkpoint or store could cause.
     *
     * @param checkpoint its identity
     * @param superseded asked between stages; once true the work is given up
     */
    Prepared prepare(String checkpoint, BooleanSupplier superseded);
}
