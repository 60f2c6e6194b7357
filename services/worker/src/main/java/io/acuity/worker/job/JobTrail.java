package io.acuity.worker.job;

import io.opentelemetry.context.Context;

/**
 * A job and where it is followed.
 *
 * @param jobId the job
 * @param context the span of this attempt
 */
record JobTrail(String jobId, Context context) {}
