package io.acuity.gateway.upload;

import io.acuity.streaming.blob.PayloadUpload;

/**
 * A submission that arrived whole.
 *
 * @param payload the image
 * @param options what to do with it
 */
record Upload(PayloadUpload.Stored payload, UpscaleOptions options) {}
