package io.acuity.worker.job;

import io.acuity.events.UpscaleRequest;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.worker.upscale.UpscaleModel;

/**
 * A request that was checked: everything it names exists.
 *
 * @param request the request
 * @param model the model, on the chain asked for
 * @param format of the result
 */
record JobPlan(UpscaleRequest request, UpscaleModel model, PictureFormat format) {
    String jobId() {
        return request.getJobId();
    }
}
