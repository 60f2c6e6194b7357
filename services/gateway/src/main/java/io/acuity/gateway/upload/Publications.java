package io.acuity.gateway.upload;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Requests on their way to the broker, by id. Whoever submits the same once more in the meantime waits for the same acknowledgement:
 * an id that is claimed is no promise yet, and the claim ends when the broker does not take the request.
 *
 * @param <T> what a caller is told once the broker has the request
 */
public final class Publications<T> {
    private final Map<String, Future<T>> open = new ConcurrentHashMap<>();

    /** Nothing on its way. */
    public Publications() {}

    /**
     * Sends a request on its way.
     *
     * @param id of the job
     * @param publication publishes it; what it does when that fails is done before anybody who waits is told
     * @return as {@code publication} ends
     */
    public Future<T> begin(String id, Supplier<Future<T>> publication) {
        Future<T> way = publication.get();
        if (!way.isComplete()) {
            open.put(id, way);
            way.onComplete(end -> open.remove(id, way));
        }
        return way;
    }

    /**
     * The way of a request that was submitted before.
     *
     * @param id of the job
     * @return empty when it has arrived, or never was
     */
    public Optional<Future<T>> of(String id) {
        return Optional.ofNullable(open.get(id));
    }
}
