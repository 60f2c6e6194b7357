package io.acuity.worker.job;

import io.acuity.events.UpscaleRequest;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.worker.model.ModelLease;
import io.acuity.worker.upscale.UpscaleModel;

/**
 * A request that was checked: everything it names exists. Closing it gives the checkpoint back.
 *
 * @param request the request
 * @param model the model, on the chain asked for
 * @param format of the result
 * @param lease keeps the model's checkpoint in memory for this attempt
 */
record JobPlan(UpscaleRequest request, UpscaleModel model, PictureFormat format, ModelLease lease)
        implements AutoCloseable {
    String jobId() {
        return request.getJobId();
    }

    @Override
    public void close() {
        lease.close();
    }
}
