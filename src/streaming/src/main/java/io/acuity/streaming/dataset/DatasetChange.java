package io.acuity.streaming.dataset;

import io.acuity.events.DatasetSample;
import io.acuity.streaming.EventPlace;

/** What happened to a sample. */
public sealed interface DatasetChange {

    /**
     * Which sample.
     *
     * @return its key
     */
    SampleKey key();

    /**
     * Where the topic says so.
     *
     * @return partition and offset
     */
    EventPlace place();

    /**
     * The sample is new, or replaces the one with the same key.
     *
     * @param key which
     * @param sample its record
     * @param place where the topic says so
     */
    record Published(SampleKey key, DatasetSample sample, EventPlace place) implements DatasetChange {}

    /**
     * The sample is gone; it may never have been seen.
     *
     * @param key which
     * @param place where the topic says so
     */
    record Removed(SampleKey key, EventPlace place) implements DatasetChange {}
}
