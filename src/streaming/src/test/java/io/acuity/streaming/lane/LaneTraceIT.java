package io.acuity.streaming.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.Cancel;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Carrier;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lane does with the trace of a record; one broker for the class, one key for each test. */
class LaneTraceIT {

    private static final Topic<Cancel> INPUT = Topic.CONTROL;
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Carrier CALLER =
            new Carrier(Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01", "tracestate", "shop=7"));

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static KafkaSettings untraced;
    private static EventPublisher publisher;
    private static EventTail<?> results;
    private static final Map<String, Carrier> RESULTS = new ConcurrentHashMap<>();

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory, 0);
        untraced = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(untraced, 1);
        publisher = EventPublisher.open(untraced);
        results = EventTail.open(
                untraced,
                Topic.JOB_EVENTS,
                new TailStart.Beginning(),
                (place, key, event) -> RESULTS.put(key, place.carrier()));
    }

    @AfterAll
    static void stop() {
        results.close();
        publisher.close();
        broker.close();
    }

    @Test
    void aRecordIsWorkedOnAndItsResultSentInTheTraceOfItsSender() {
        // given
        publish("once", CALLER);

        // when
        work(traced(), LaneKind.ORDERED, "once", 1);

        // then
        SpanData process = named("process acuity.control", "once").getFirst();
        SpanData send = named("send acuity.job-events", "once").getFirst();
        assertThat(process.getTraceId()).isEqualTo(TRACE);
        assertThat(process.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(process.getSpanContext().getTraceState().get("shop")).isEqualTo("7");
        assertThat(send.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(RESULTS.getOrDefault("once", Carrier.NONE).fields())
                .containsEntry("traceparent", "00-" + TRACE + "-" + send.getSpanId() + "-01")
                .containsEntry("tracestate", "shop=7");
    }

    @Test
    void eachAttemptIsASpanAndTheOneThatFailedSaysWhy() {
        // given
        publish("again", CALLER);

        // when
        work(traced(), LaneKind.ORDERED, "again", 2);

        // then
        assertThat(named("process acuity.control", "again"))
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(attempt.getParentSpanId()).isEqualTo("00f067aa0ba902b7"));
        SpanData first = named("process acuity.control", "again").getFirst();
        assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(first.getEvents()).extracting("name").contains("exception");
        assertThat(named("send acuity.job-events", "again").getFirst().getParentSpanId())
                .isEqualTo(named("process acuity.control", "again").getLast().getSpanId());
    }

    @Test
    void theElasticLaneDoesTheSame() {
        // given
        publish("shared", CALLER);

        // when
        work(traced(), LaneKind.ELASTIC, "shared", 1);

        // then
        SpanData process = named("process acuity.control", "shared").getFirst();
        assertThat(process.getTraceId()).isEqualTo(TRACE);
        assertThat(named("send acuity.job-events", "shared").getFirst().getParentSpanId())
                .isEqualTo(process.getSpanId());
    }

    @Test
    void withoutTracingAResultHasTheHeadersOfItsRequestAndNoOthers() {
        // given
        publish("off-bare", Carrier.NONE);
        publish("off", CALLER);

        // when
        work(untraced, LaneKind.ORDERED, "off", 1);

        // then
        await().untilAsserted(() -> assertThat(RESULTS).containsKeys("off", "off-bare"));
        assertThat(RESULTS.get("off")).isEqualTo(CALLER);
        assertThat(RESULTS.get("off-bare")).isEqualTo(Carrier.NONE);
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    private KafkaSettings traced() {
        return untraced.withTraces(new Traces(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build()));
    }

    private static void publish(String key, Carrier carrier) {
        publisher
                .publish(OutgoingEvent.of(INPUT, key, new Cancel(key, Instant.EPOCH, "test"))
                        .within(carrier))
                .join();
    }

    private static OutgoingEvent result(LaneRecord record) {
        JobEvent event = JobEvent.newBuilder()
                .setJobId(record.keyText())
                .setState(JobState.SUCCEEDED)
                .setAt(Instant.EPOCH)
                .build();
        return OutgoingEvent.of(Topic.JOB_EVENTS, record.keyText(), event);
    }

    /** Works on all records in a group of its own; those under keys that begin so leave a result, with the attempt of this number. */
    private void work(KafkaSettings kafka, LaneKind kind, String key, int attempts) {
        LaneHandler handler = new LaneHandler() {
            @Override
            public CompletableFuture<LaneOutput> handle(LaneRecord record) {
                if (record.keyText().equals(key) && record.attempt() < attempts) {
                    return CompletableFuture.failedFuture(new IllegalStateException("not yet"));
                }
                boolean mine = record.keyText().startsWith(key);
                return CompletableFuture.completedFuture(mine ? LaneOutput.of(result(record)) : LaneOutput.of());
            }

            @Override
            public LaneOutput giveUp(LaneRecord record, Throwable cause) {
                return LaneOutput.of();
            }
        };
        var retry = new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(10), failure -> true);
        var settings = LaneSettings.of(kafka, INPUT.name(), "group-" + key, "a").withRetry(retry);
        try (Lane lane = Lane.start(kind, settings, handler)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> RESULTS.containsKey(key));
            await().until(() -> lane.state() instanceof LaneState.Running running && running.inFlight() == 0);
        }
    }

    /** Spans of a test's own records: each group works on those of the others too. */
    private List<SpanData> named(String name, String key) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name)
                        && key.equals(span.getAttributes().get(AttributeKey.stringKey("messaging.kafka.message.key"))))
                .toList();
    }
}
