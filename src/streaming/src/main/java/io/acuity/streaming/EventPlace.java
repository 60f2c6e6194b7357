package io.acuity.streaming;

import io.acuity.streaming.trace.Carrier;

/**
 * Where an event lies in its topic, and in which trace.
 *
 * @param partition number of the partition
 * @param offset place in the partition
 * @param carrier the trace its record belongs to
 */
public record EventPlace(int partition, long offset, Carrier carrier) {}
