package io.acuity.worker.job;

import io.acuity.worker.model.ModelLease;
import io.acuity.worker.model.ModelShelf;
import io.acuity.worker.upscale.UpscaleModel;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoint each job in work is pinned to, from its first attempt to its end: the lane's retries run on the same weights.
 * After a crash, or on another worker, the choice is made anew, by the same function of the job's id. Safe for use by several
 * threads.
 */
final class Pins {
    private final ModelShelf shelf;
    private final Map<String, ModelLease> pins = new ConcurrentHashMap<>();

    Pins(ModelShelf shelf) {
        this.shelf = shelf;
    }

    /** Names of all models. */
    Collection<String> models() {
        return shelf.names();
    }

    /**
     * A lease for one attempt, to be closed at its end. The first one of a job pins it.
     *
     * @throws io.acuity.checkpoints.UnknownModelException if there is no such model
     * @throws io.acuity.worker.model.CheckpointPendingException if it can't run yet
     */
    ModelLease lease(String jobId, String model) {
        while (true) {
            ModelLease pin = pins.get(jobId);
            if (pin != null && pin.model().name().equals(model)) {
                ModelLease lease = pin.another();
                if (lease != null) {
                    return lease;
                }
                // Two requests with one id: the other one ended just now and took the last lease with it.
                pins.remove(jobId, pin);
            } else {
                replace(jobId, pin, shelf.lease(model, jobId));
            }
        }
    }

    private void replace(String jobId, @Nullable ModelLease from, ModelLease to) {
        boolean replaced = from == null ? pins.putIfAbsent(jobId, to) == null : pins.replace(jobId, from, to);
        if (!replaced) {
            to.close();
        } else if (from != null) {
            from.close();
        }
    }

    /** Pins a job to the stable checkpoint from its next attempt on. */
    void moveToStable(String jobId, String model) {
        ModelLease before = pins.put(jobId, shelf.leaseStable(model));
        if (before != null) {
            before.close();
        }
    }

    /** What a job is pinned to; null if it was not yet. */
    @Nullable
    UpscaleModel pinned(String jobId) {
        ModelLease pin = pins.get(jobId);
        return pin == null ? null : pin.model();
    }

    /** The job has ended here, or is not pinned. */
    void end(String jobId) {
        ModelLease pin = pins.remove(jobId);
        if (pin != null) {
            pin.close();
        }
    }
}
