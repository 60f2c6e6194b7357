package io.acuity.streaming.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Notes in a span that its work failed, and of what. */
public final class Faults {

    private static final String TYPE = "error.type";

    private Faults() {}

    /**
     * Of something nobody has a code for yet.
     *
     * @param span not ended
     * @param failure why the work failed
     */
    public static void record(Span span, Throwable failure) {
        if (span.isRecording()) {
            span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()))
                    .setAttribute(TYPE, failure.getClass().getName())
                    .recordException(failure);
        }
    }

    /**
     * The end of a span.
     *
     * @param span not ended
     * @param failure why the work failed; null when it did not
     */
    public static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            record(span, failure);
        }
        span.end();
    }

    /**
     * Of something people know by a code, as their result says it.
     *
     * @param context the span, not ended
     * @param code one of few
     * @param sentence what, where, why, what to do
     */
    public static void name(Context context, Enum<?> code, String sentence) {
        Span.fromContext(context).setStatus(StatusCode.ERROR, sentence).setAttribute(TYPE, code.name());
    }
}
