package io.acuity.streaming.trace;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A trace on its way between processes, as W3C Trace Context writes it: {@code traceparent} and {@code tracestate}. Needs no tracing: who
 * records nothing hands on what came.
 *
 * @param fields header names and values; none where there is no trace
 */
public record Carrier(Map<String, String> fields) {

    /** Outside of any trace. */
    public static final Carrier NONE = new Carrier(Map.of());

    private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();

    /** Copies the fields. */
    public Carrier {
        fields = Map.copyOf(fields);
    }

    /**
     * What the next process must know to go on with a trace.
     *
     * @param context a span, or outside of any
     * @return its headers
     */
    public static Carrier of(Context context) {
        Map<String, String> fields = new HashMap<>();
        TextMapSetter<Map<String, String>> setter = (target, name, value) -> {
            if (target != null) {
                target.put(name, value);
            }
        };
        FORMAT.inject(context, fields, setter);
        return fields.isEmpty() ? NONE : new Carrier(fields);
    }

    /**
     * What a record brought.
     *
     * @param headers of the record
     * @return the headers of its trace
     */
    public static Carrier of(Headers headers) {
        return of(name -> {
            Header found = headers.lastHeader(name);
            return found == null || found.value() == null ? null : new String(found.value(), StandardCharsets.UTF_8);
        });
    }

    /**
     * What a request of any kind brought.
     *
     * @param header the value of a header; null where there is none of this name
     * @return the headers of its trace
     */
    public static Carrier of(Function<String, @Nullable String> header) {
        Map<String, String> fields = new HashMap<>();
        for (String name : FORMAT.fields()) {
            String value = header.apply(name);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields.isEmpty() ? NONE : new Carrier(fields);
    }

    /**
     * Where to hang the next span.
     *
     * @return the span it names; the root where it names none, or in a way that is none of the format's
     */
    public Context context() {
        return fields.isEmpty() ? Context.root() : FORMAT.extract(Context.root(), fields, Getter.FIELDS);
    }

    /**
     * For a record.
     *
     * @return its headers
     */
    public List<Header> headers() {
        return fields.entrySet().stream()
                .<Header>map(field ->
                        new RecordHeader(field.getKey(), field.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private enum Getter implements TextMapGetter<Map<String, String>> {
        FIELDS;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
