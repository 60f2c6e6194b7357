package io.acuity.tracker;

import io.acuity.events.JobView;
import io.acuity.streaming.trace.Carrier;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owned by one stream thread: folds evidence into its store, forwards each change, and removes old views. */
final class JobViewProcessor implements Processor<String, JobEvidence, String, JobChange> {

    static final String STORE = "jobs";

    private static final Logger LOGGER = LoggerFactory.getLogger(JobViewProcessor.class);

    private final Retention retention;
    private final Traces traces;
    private @Nullable ProcessorContext<String, JobChange> context;
    private @Nullable KeyValueStore<String, JobView> views;

    JobViewProcessor(Retention retention, Traces traces) {
        this.retention = retention;
        this.traces = traces;
    }

    @Override
    public void init(ProcessorContext<String, JobChange> started) {
        KeyValueStore<String, JobView> store = started.getStateStore(STORE);
        context = started;
        views = store;
        // Wall clock, because a topic without news must still forget.
        started.schedule(
                retention.sweepInterval(),
                PunctuationType.WALL_CLOCK_TIME,
                now -> removeOld(started, store, Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<String, JobEvidence> told) {
        String jobId = told.key();
        JobEvidence evidence = told.value();
        if (views == null || context == null) {
            throw new IllegalStateException("A record came before the topology was started; report this as a bug.");
        }
        if (!jobId.equals(evidence.jobId())) {
            // Folded under either name it would show one job's picture as another's.
            LOGGER.atWarn()
                    .addKeyValue("jobId", jobId)
                    .addKeyValue("error", "the record is about " + evidence.jobId())
                    .log("Skipped a record whose key names another job");
            return;
        }
        JobView known = views.get(jobId);
        JobView next = JobViews.apply(known, evidence);
        if (!next.equals(known)) {
            views.put(jobId, next);
            tell(context, told.withValue(new JobChange(known, next)), evidence);
        }
    }

    /** Forwards a change in the trace of what was told; of requests and results, which are few, by a span of its own. */
    private void tell(ProcessorContext<String, JobChange> out, Record<String, JobChange> change, JobEvidence evidence) {
        Carrier told = Carrier.of(change.headers());
        if (told.equals(Carrier.NONE) || evidence instanceof JobEvidence.Reported) {
            out.forward(change.withHeaders(new RecordHeaders(told.headers())));
            return;
        }
        String topic = out.recordMetadata().map(RecordMetadata::topic).orElse("");
        Span span = traces.process(topic, told.context())
                .setAttribute("messaging.kafka.message.key", change.key())
                .startSpan();
        try {
            Carrier carrier = Carrier.of(told.context().with(span));
            out.forward(change.withHeaders(new RecordHeaders(carrier.headers())));
        } finally {
            span.end();
        }
    }

    private void removeOld(ProcessorContext<String, JobChange> out, KeyValueStore<String, JobView> store, Instant now) {
        var old = new ArrayList<String>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                if (retention.isOver(entry.value, now)) {
                    old.add(entry.key);
                }
            });
        }
        for (String jobId : old) {
            JobView removed = store.delete(jobId);
            out.forward(new Record<>(jobId, new JobChange(removed, null), now.toEpochMilli()));
        }
        if (!old.isEmpty()) {
            LOGGER.atInfo().addKeyValue("count", old.size()).log("Removed views that outlived their retention");
        }
    }
}
