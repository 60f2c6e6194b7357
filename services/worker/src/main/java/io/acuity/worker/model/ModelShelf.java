package io.acuity.worker.model;

import io.acuity.worker.upscale.UpscaleModel;
import java.util.Collection;

/** The models a worker can run, by name. Safe for use by several threads. */
public interface ModelShelf extends AutoCloseable {
    /** Names of all models, the default one first. */
    Collection<String> names();

    /**
     * The model of a name; waits while it is still loading.
     *
     * @throws io.acuity.checkpoints.UnknownModelException if there is none
     * @throws io.acuity.checkpoints.CorruptCheckpointException if it could not be loaded
     */
    UpscaleModel model(String name);

    @Override
    void close();
}
