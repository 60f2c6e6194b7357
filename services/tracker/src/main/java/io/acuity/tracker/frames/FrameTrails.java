package io.acuity.tracker.frames;

import io.acuity.events.FrameResult;
import io.acuity.streaming.trace.Carrier;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The traces of outcomes that wait for their turn: a span for each, from when it was read until it is told. In memory alone: a tracker
 * that starts anew tells the frames before it without their trace. Owned by one stream thread.
 */
final class FrameTrails {

    /** Of a clip that stalls, the oldest are given up. */
    private static final int MOST = 4_096;

    private final Traces traces;
    private final String topic;
    private final Map<Place, Context> waiting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Context> eldest) {
            boolean tooMany = size() > MOST;
            if (tooMany) {
                Span.fromContext(eldest.getValue()).end();
            }
            return tooMany;
        }
    };

    private record Place(String clipId, long index) {}

    /** Of outcomes on a topic. */
    FrameTrails(Traces traces, String topic) {
        this.traces = traces;
        this.topic = topic;
    }

    /** An outcome was read; the first of a frame counts. */
    void read(FrameResult outcome, Carrier carrier) {
        Place place = new Place(outcome.getClipId(), outcome.getIndex());
        if (carrier.equals(Carrier.NONE) || waiting.containsKey(place)) {
            return;
        }
        Context sender = carrier.context();
        Span span = traces.process(topic, sender)
                .setAttribute("messaging.kafka.message.key", outcome.getClipId())
                .setAttribute("acuity.frame", outcome.getIndex())
                .startSpan();
        waiting.put(place, sender.with(span));
    }

    /** Its turn has come; what the record that tells it carries. */
    Carrier told(FrameResult result) {
        Context context = waiting.remove(new Place(result.getClipId(), result.getIndex()));
        if (context == null) {
            return Carrier.NONE;
        }
        Span.fromContext(context).end();
        return Carrier.of(context);
    }
}
