package io.acuity.worker.model;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.worker.upscale.UpscaleModel;

/** Puts bundles on the device. */
@FunctionalInterface
public interface ModelLoader {
    /**
     * Puts weights on the device; called by the device thread.
     *
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the description asks for something unknown or the weights do
     *     not fit; nothing stays behind then
     */
    UpscaleModel load(ModelBundle bundle);
}
