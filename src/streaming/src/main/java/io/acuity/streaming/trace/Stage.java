package io.acuity.streaming.trace;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** A part of some work, as a span that ends when this is closed. */
public final class Stage implements AutoCloseable {

    private final Span span;

    Stage(Span span) {
        this.span = span;
    }

    /**
     * The span, for its attributes.
     *
     * @return the span
     */
    public Span span() {
        return span;
    }

    /**
     * Work that may fail.
     *
     * @param <T> what comes of it
     * @param <E> how it fails
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, E extends Exception> {

        /**
         * Does it.
         *
         * @return what comes of it
         * @throws E when it fails
         */
        T run() throws E;
    }

    /**
     * Does the part.
     *
     * @param work the part; its failure is the span's too
     * @return what comes of it
     * @param <T> what comes of it
     * @param <E> how it fails
     * @throws E when it fails
     */
    public <T extends @Nullable Object, E extends Exception> T of(Work<T, E> work) throws E {
        try {
            return work.run();
        } catch (Exception e) {
            Faults.record(span, e);
            throw e;
        }
    }

    @Override
    public void close() {
        span.end();
    }
}
