package io.acuity.streaming.trace;

import io.acuity.streaming.topics.OutgoingEvent;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to the broker, and its span.
 *
 * @param event with the headers that name the span
 * @param span ends when the broker has the event, or does not take it
 */
public record Sending(OutgoingEvent event, Span span) {

    /**
     * It has ended.
     *
     * @param failure why the broker does not have it; null when it has
     */
    public void end(@Nullable Throwable failure) {
        Faults.end(span, failure);
    }
}
