package io.acuity.worker.job;

import io.acuity.diffusion.scheduler.ProgressListener.SharedBatch;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Clock;

/**
 * One span for each call of the network that served several jobs: in a trace of its own, since it belongs to none of theirs, with a link
 * to each.
 *
 * @param tracer makes them
 * @param clock when the call ended
 */
record BatchSpans(Tracer tracer, Clock clock) {
    /**
     * Of a job's batch; the first of its jobs alone makes the span.
     *
     * @param context the job's, which its batches name
     */
    void computed(SharedBatch batch, Context context) {
        if (batch.subjects().get(0) != context) {
            return;
        }
        SpanBuilder span = tracer.spanBuilder("batch")
                .setNoParent()
                .setStartTimestamp(clock.instant().minusNanos(batch.nanos()))
                .setAttribute("acuity.batch.size", batch.samples())
                .setAttribute("acuity.batch.jobs", batch.subjects().size());
        for (Object subject : batch.subjects()) {
            if (subject instanceof Context job) {
                span.addLink(Span.fromContext(job).getSpanContext());
            }
        }
        span.startSpan().end(clock.instant());
    }
}
