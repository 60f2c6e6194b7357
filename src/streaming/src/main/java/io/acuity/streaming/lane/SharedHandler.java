package io.acuity.streaming.lane;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Lets the hands of an elastic lane share a handler: its methods are called by one thread at a time, and a record that comes back while
 * another hand still works on it is taken away from that one first. Safe for use by several threads.
 *
 * <p>A record comes back to the same process when its lock was lost without the hand knowing, as after a restart of the broker.
 */
final class SharedHandler implements LaneHandler {

    private final LaneHandler handler;
    private final Map<Place, Started> inWork = new HashMap<>();
    private final Set<LaneRecord> superseded = Collections.newSetFromMap(new IdentityHashMap<>());

    SharedHandler(LaneHandler handler) {
        this.handler = handler;
    }

    private record Place(String topic, int partition, long offset) {
        static Place of(LaneRecord record) {
            return new Place(record.topic(), record.partition(), record.offset());
        }
    }

    private record Started(LaneRecord record, CompletableFuture<LaneOutput> future) {}

    @Override
    public synchronized CompletableFuture<LaneOutput> handle(LaneRecord record) {
        Place place = Place.of(record);
        Started before = inWork.remove(place);
        if (before != null) {
            superseded.add(before.record());
            before.future().cancel(false);
            handler.revoked(before.record());
        }
        CompletableFuture<LaneOutput> future = handler.handle(record);
        if (!future.isDone()) {
            var started = new Started(record, future);
            inWork.put(place, started);
            var unused = future.whenComplete((output, failure) -> ended(place, started));
        }
        return future;
    }

    private synchronized void ended(Place place, Started started) {
        inWork.remove(place, started);
    }

    @Override
    public synchronized LaneOutput giveUp(LaneRecord record, Throwable cause) {
        return superseded.remove(record) ? LaneOutput.of() : handler.giveUp(record, cause);
    }

    @Override
    public synchronized boolean hasRoom() {
        return handler.hasRoom();
    }

    @Override
    public synchronized boolean hasBackgroundRoom() {
        return handler.hasBackgroundRoom();
    }

    @Override
    public synchronized void revoked(LaneRecord record) {
        if (!superseded.remove(record)) {
            handler.revoked(record);
        }
    }
}
