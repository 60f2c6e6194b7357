package io.acuity.streaming.lane;

import io.acuity.streaming.trace.Carrier;
import io.acuity.streaming.trace.Faults;
import io.acuity.streaming.trace.Sending;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.List;

/**
 * The spans of a lane: one for each attempt on a record, and below it one for each event it leaves. Safe for use by several threads.
 *
 * @param traces makes them
 * @param group shares the work
 */
record LaneTrace(Traces traces, String group) {

    static LaneTrace of(LaneSettings settings) {
        return new LaneTrace(settings.kafka().traces(), settings.group());
    }

    /** The record, within the span of an attempt that begins now. */
    LaneRecord begin(LaneRecord record) {
        Context sender = record.context();
        Span span = traces.process(record.topic(), sender)
                .setAttribute("messaging.consumer.group.name", group)
                .setAttribute("messaging.destination.partition.id", Integer.toString(record.partition()))
                .setAttribute("messaging.kafka.offset", record.offset())
                .setAttribute("messaging.kafka.message.key", record.keyText())
                .setAttribute("acuity.attempt", record.attempt())
                .startSpan();
        return record.within(sender.with(span));
    }

    /** The attempt failed; the handler may have a better name for it. */
    void failed(LaneRecord record, Throwable failure) {
        Faults.record(Span.fromContext(record.context()), failure);
    }

    /** The attempt is over and nothing of it will be published here. */
    void dropped(LaneRecord record) {
        Span.fromContext(record.context()).setAttribute("acuity.dropped", true).end();
    }

    /** The attempt is over. */
    void end(LaneRecord record) {
        Span.fromContext(record.context()).end();
    }

    /** Begins to send what a record leaves; what has a trace of its own keeps it. */
    List<Sending> send(LaneRecord record, LaneOutput output) {
        return output.events().stream()
                .map(event -> traces.send(
                        event,
                        event.carrier().equals(Carrier.NONE)
                                ? record.context()
                                : event.carrier().context()))
                .toList();
    }
}
