package io.acuity.worker.model;

import io.acuity.worker.upscale.UpscaleModel;
import java.util.Collection;
import java.util.List;

/** A shelf of one slot. */
public record ScriptedShelf(ModelSlot slot) implements ModelShelf {
    @Override
    public Collection<String> names() {
        return List.of(slot.model());
    }

    @Override
    public UpscaleModel model(String name) {
        return slot.serving().stable().model();
    }

    @Override
    public ModelLease lease(String name, String jobId) {
        return slot.lease(jobId);
    }

    @Override
    public ModelLease leaseStable(String name) {
        return slot.leaseStable();
    }

    @Override
    public Collection<ModelSlot> slots() {
        return List.of(slot);
    }

    @Override
    public void close() {
        slot.close();
    }
}
