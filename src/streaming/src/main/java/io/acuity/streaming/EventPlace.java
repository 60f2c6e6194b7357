package io.acuity.streaming;

/**
 * Where an event lies in its topic.
 *
 * @param partition number of the partition
 * @param offset place in the partition
 */
public record EventPlace(int partition, long offset) {}
