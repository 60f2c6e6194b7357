package io.acuity.streaming.dataset;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Up to where the datasets were read: what a checkpoint stores so that its trainer goes on from there. Tombstones stay on the
 * topic for 14 days, so a reader that comes back later must begin anew and forget what it does not see again.
 *
 * @param next by partition, the offset to read next; partitions of which nothing was read are missing
 */
public record DatasetOffsets(SortedMap<Integer, Long> next) {

    /** Nothing was read. */
    public static final DatasetOffsets BEGINNING = new DatasetOffsets(new TreeMap<>());

    /** Copies the map. */
    public DatasetOffsets {
        next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
    }

    DatasetOffsets after(int partition, long offset) {
        var moved = new TreeMap<>(next);
        moved.put(partition, offset + 1);
        return new DatasetOffsets(moved);
    }
}
