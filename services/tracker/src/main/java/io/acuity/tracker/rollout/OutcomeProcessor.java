package io.acuity.tracker.rollout;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Owned by one stream thread: finds outcomes in records of jobs and hands them on by model. */
final class OutcomeProcessor<T> extends ContextualProcessor<String, T, String, TrialOutcome> {

    private final BiFunction<T, RecordMetadata, Optional<TrialOutcome>> reader;
    private final Predicate<T> counts;

    OutcomeProcessor(BiFunction<T, RecordMetadata, Optional<TrialOutcome>> reader, Predicate<T> counts) {
        this.reader = reader;
        this.counts = counts;
    }

    @Override
    public void process(Record<String, T> record) {
        if (!counts.test(record.value())) {
            return;
        }
        RecordMetadata place = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("A record without a place; report this as a bug."));
        reader.apply(record.value(), place)
                .ifPresent(outcome -> context().forward(new Record<>(outcome.model(), outcome, record.timestamp())));
    }
}
