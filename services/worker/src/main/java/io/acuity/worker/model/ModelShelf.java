package io.acuity.worker.model;

import io.acuity.worker.upscale.UpscaleModel;
import java.util.Collection;
import java.util.List;

/** The models a worker can run, by name. Safe for use by several threads. */
public interface ModelShelf extends AutoCloseable {
    /** Names of all models, the default one first. */
    Collection<String> names();

    /**
     * The model of a name, for callers who know that nothing is swapped; jobs take a lease. Waits while it is still loading.
     *
     * @throws io.acuity.checkpoints.UnknownModelException if there is none
     * @throws io.acuity.checkpoints.CorruptCheckpointException if it could not be loaded
     */
    UpscaleModel model(String name);

    /**
     * A lease of the checkpoint that serves a job: the candidate's, if one is on trial and the job's id falls into its share.
     * Waits while the first one is loading, or the stable one that stood when the worker started.
     *
     * @throws io.acuity.checkpoints.UnknownModelException if there is no such model
     * @throws io.acuity.checkpoints.CorruptCheckpointException if it could not be loaded
     * @throws CheckpointPendingException if it took too long; a later attempt may succeed
     */
    default ModelLease lease(String name, String jobId) {
        return ModelLease.unmanaged(model(name));
    }

    /** A lease of the stable checkpoint of a model; as {@link #lease} otherwise. */
    default ModelLease leaseStable(String name) {
        return ModelLease.unmanaged(model(name));
    }

    /** Places whose checkpoints can be exchanged. */
    default Collection<ModelSlot> slots() {
        return List.of();
    }

    @Override
    void close();
}
