package io.acuity.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.scheduler.ProgressListener.SharedBatch;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchSpansTest {

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build()
            .get("test");
    private final BatchSpans batches = new BatchSpans(tracer, Clock.systemUTC());

    @Test
    void aBatchIsOneSpanInNoneOfTheTracesOfItsJobsAndLinkedToEach() {
        // given
        Context first = Context.root().with(tracer.spanBuilder("first").startSpan());
        Context second = Context.root().with(tracer.spanBuilder("second").startSpan());
        var batch = new SharedBatch(8, 5_000_000, List.of(first, second));

        // when both jobs hear of it
        batches.computed(batch, first);
        batches.computed(batch, second);

        // then
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("batch");
        assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isBetween(5_000_000L, 1_000_000_000L);
        assertThat(span.getLinks())
                .extracting(LinkData::getSpanContext)
                .containsExactly(
                        Span.fromContext(first).getSpanContext(),
                        Span.fromContext(second).getSpanContext());
        assertThat(span.getLinks())
                .noneMatch(link -> link.getSpanContext().getTraceId().equals(span.getTraceId()));
    }
}
