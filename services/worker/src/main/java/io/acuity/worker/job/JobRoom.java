package io.acuity.worker.job;

import java.util.function.BooleanSupplier;

/**
 * Whether a worker has room for another job.
 *
 * @param any for one that somebody waits for
 * @param batch for one of a batch, which leaves room for the others
 */
public record JobRoom(BooleanSupplier any, BooleanSupplier batch) {}
