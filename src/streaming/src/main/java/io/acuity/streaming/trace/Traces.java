package io.acuity.streaming.trace;

import io.acuity.streaming.topics.OutgoingEvent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Makes the spans of this process, named as OpenTelemetry's conventions for messaging have them. Contexts are handed over, never looked
 * up: work changes threads at every step. Safe for use by several threads.
 */
public final class Traces {

    /** Records nothing, and hands on what others began. */
    public static final Traces OFF = new Traces(OpenTelemetry.noop());

    private static final String SCOPE = "io.acuity";

    private final Tracer tracer;

    /**
     * Records to somewhere.
     *
     * @param telemetry where to; stays the caller's to close
     */
    public Traces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(SCOPE);
    }

    /**
     * For spans of other kinds.
     *
     * @return makes them
     */
    public Tracer tracer() {
        return tracer;
    }

    /**
     * Begins to send an event.
     *
     * @param event what is to be sent
     * @param context what sends it
     * @return the event with the headers of its own span; to be ended by the caller
     */
    public Sending send(OutgoingEvent event, Context context) {
        Span span = messaging("send", event.topic(), SpanKind.PRODUCER, context).startSpan();
        byte[] key = event.key();
        if (span.isRecording() && key != null) {
            span.setAttribute("messaging.kafka.message.key", new String(key, StandardCharsets.UTF_8));
        }
        return new Sending(event.within(Carrier.of(context.with(span))), span);
    }

    /**
     * Begins to work on a record.
     *
     * @param topic where it came from
     * @param context who sent it
     * @return to be started by the caller
     */
    public SpanBuilder process(String topic, Context context) {
        return messaging("process", topic, SpanKind.CONSUMER, context);
    }

    private SpanBuilder messaging(String operation, String topic, SpanKind kind, Context parent) {
        return tracer.spanBuilder(operation + " " + topic)
                .setParent(parent)
                .setSpanKind(kind)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", operation)
                .setAttribute("messaging.operation.type", operation)
                .setAttribute("messaging.destination.name", topic);
    }

    /**
     * Begins a part of some work.
     *
     * @param context the work
     * @param name of the part, one of few
     * @return to be closed by the caller
     */
    public Stage stage(Context context, String name) {
        return new Stage(tracer.spanBuilder(name).setParent(context).startSpan());
    }

    /**
     * A part of some work that began earlier.
     *
     * @param context the work
     * @param name of the part, one of few
     * @param begun when it began
     * @return to be closed by the caller
     */
    public Stage stage(Context context, String name, Instant begun) {
        return new Stage(tracer.spanBuilder(name)
                .setParent(context)
                .setStartTimestamp(begun)
                .startSpan());
    }

    /**
     * Does a part of some work within a span.
     *
     * @param context the work
     * @param name of the part, one of few
     * @param work the part; its failure is the span's too
     * @return what comes of it
     * @param <T> what comes of it
     * @param <E> how it fails
     * @throws E when it fails
     */
    public <T extends @Nullable Object, E extends Exception> T part(Context context, String name, Stage.Work<T, E> work)
            throws E {
        try (Stage stage = stage(context, name)) {
            return stage.of(work);
        }
    }

    /**
     * Puts the id of a trace beside what is logged.
     *
     * @param line of the log
     * @param context what it is about
     * @return the line
     */
    public static LoggingEventBuilder note(LoggingEventBuilder line, Context context) {
        var span = Span.fromContext(context).getSpanContext();
        return span.isValid() ? line.addKeyValue("traceId", span.getTraceId()) : line;
    }
}
