package io.acuity.worker.model;

import io.acuity.worker.upscale.UpscaleModel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The right to run a checkpoint: its weights stay in the device's memory until the lease is given back, whatever is swapped
 * meanwhile. Safe for use by several threads.
 */
public final class ModelLease implements AutoCloseable {
    private final ResidentModel resident;
    private final boolean candidate;
    private final AtomicBoolean givenBack = new AtomicBoolean();

    private ModelLease(ResidentModel resident, boolean candidate) {
        this.resident = resident;
        this.candidate = candidate;
    }

    /** A lease; null if the checkpoint was just released. */
    static @Nullable ModelLease of(ResidentModel resident, boolean candidate) {
        return resident.hold() ? new ModelLease(resident, candidate) : null;
    }

    /** A lease of a model that is never swapped and that somebody else releases. */
    public static ModelLease unmanaged(UpscaleModel model) {
        return new ModelLease(new ResidentModel(model, nobody -> {}), false);
    }

    /** The checkpoint, ready to run. */
    public UpscaleModel model() {
        return resident.model();
    }

    /** Whether it is a candidate on trial, so that a job that fails has stable to fall back on. */
    public boolean isCandidate() {
        return candidate;
    }

    /** Another lease of the same checkpoint; null if it was released, which cannot be before this lease is given back. */
    public @Nullable ModelLease another() {
        return of(resident, candidate);
    }

    /** Gives the lease back; a second time it does nothing. */
    @Override
    public void close() {
        if (givenBack.compareAndSet(false, true)) {
            resident.letGo();
        }
    }
}
