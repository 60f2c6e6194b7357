package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.events.InlinePayload;
import io.acuity.events.Operation;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.networks.Precision;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Carrier;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows jobs through all services. */
class TraceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
    private static final Map<String, Carrier> RESULTS = new ConcurrentHashMap<>();

    @TempDir
    static Path data;

    private static final ServiceMeters METERS = new ServiceMeters();
    private static House house;
    private static KafkaSettings kafka;
    private static EventTail<?> results;

    @BeforeAll
    static void start() {
        Traces traces = new Traces(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                        .build())
                .build());
        house = House.start(
                HousePlan.local(data, List.of(BundleCatalog.DEFAULT_MODEL), Precision.AUTO), METERS, traces);
        kafka = KafkaSettings.of(house.bootstrap());
        results = EventTail.open(
                kafka,
                Topic.RESULTS,
                new TailStart.Beginning(),
                (place, key, result) -> RESULTS.put(key, place.carrier()));
    }

    @AfterAll
    static void stop() {
        results.close();
        house.close();
        METERS.close();
    }

    @Test
    void aJobIsOneTraceFromItsPostToItsResult() throws Exception {
        // given
        String trace = "0af7651916cd43dd8448eb211c80319c";
        HttpRequest submission = HttpRequest.newBuilder(URI.create(house.url() + "/v1/upscales"))
                .header("Content-Type", "image/png")
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .POST(HttpRequest.BodyPublishers.ofByteArray(picture()))
                .build();

        // when
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(submission, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
        }

        // then
        Set<String> whole = Set.of(
                "b7ad6b7169203331 > POST /v1/upscales",
                "POST /v1/upscales > send acuity.requests",
                "send acuity.requests > process acuity.requests",
                "process acuity.requests > decode",
                "process acuity.requests > refine",
                "process acuity.requests > encode",
                "process acuity.requests > send acuity.results",
                "process acuity.requests > send acuity.job-events",
                "send acuity.results > process acuity.results");
        await().atMost(SOON).untilAsserted(() -> assertThat(edges(trace)).containsAll(whole));
        // The tracker reads the request as well as the worker.
        assertThat(spans(trace, "process acuity.requests")).hasSize(2);
        assertThat(spans(trace, "refine").getFirst().getAttributes().asMap().keySet())
                .extracting("key")
                .contains("acuity.evaluations", "acuity.steps", "acuity.model", "acuity.checkpoint");
    }

    @Test
    void aJobThatWasPublishedHasTheTraceOfItsPublisherAndSoHasItsResult() throws Exception {
        // given
        String trace = "5bf92f3577b34da6a3ce929d0e0e4737";

        // when
        publish("by-topic", trace, picture());

        // then
        await().atMost(SOON).untilAsserted(() -> assertThat(RESULTS).containsKey("by-topic"));
        assertThat(traceOf(RESULTS.getOrDefault("by-topic", Carrier.NONE))).isEqualTo(trace);
        await().untilAsserted(() -> assertThat(edges(trace))
                .contains(
                        "00f067aa0ba902b7 > process acuity.requests", "send acuity.results > process acuity.results"));
    }

    @Test
    void aFailureShowsItsCodeAndItsDeadLetterStaysInItsTrace() {
        // given
        String trace = "6cf92f3577b34da6a3ce929d0e0e4738";
        var carrier = carrier(trace);
        Set<Carrier> letters = ConcurrentHashMap.newKeySet();

        // when
        try (EventPublisher publisher = EventPublisher.open(kafka);
                EventTail<?> tail = EventTail.open(
                        kafka,
                        Topic.DEAD_LETTERS,
                        new TailStart.Beginning(),
                        (place, key, letter) -> letters.add(place.carrier()))) {
            publisher
                    .publish(new OutgoingEvent(Topic.REQUESTS.name(), new byte[] {1}, new byte[] {1, 2}, carrier))
                    .join();

            // then
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(letters).extracting(TraceIT::traceOf).contains(trace));
            assertThat(tail.ended()).isNotDone();
        }
        await().untilAsserted(() -> assertThat(spans(trace, "process acuity.requests"))
                .anySatisfy(span -> {
                    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                    assertThat(span.getAttributes().asMap().toString()).contains("error.type=UNDECODABLE_RECORD");
                }));
    }

    private static Carrier carrier(String trace) {
        return new Carrier(Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
    }

    private static byte[] picture() throws Exception {
        var picture = new ByteArrayOutputStream();
        ImageIO.write(SamplePicture.draw(24, 16, 1), "png", picture);
        return picture.toByteArray();
    }

    private static void publish(String jobId, String trace, byte[] image) {
        UpscaleRequest request = UpscaleRequest.newBuilder()
                .setJobId(jobId)
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(new InlinePayload("image/png", ByteBuffer.wrap(image)))
                .setRecipe(Recipe.newBuilder()
                        .setModel(BundleCatalog.DEFAULT_MODEL)
                        .build())
                .setSubmittedAt(Instant.now())
                .build();
        try (EventPublisher publisher = EventPublisher.open(kafka)) {
            publisher
                    .publish(OutgoingEvent.of(Topic.REQUESTS, jobId, request).within(carrier(trace)))
                    .join();
        }
    }

    private static String traceOf(Carrier carrier) {
        return Span.fromContext(carrier.context()).getSpanContext().getTraceId();
    }

    private static List<SpanData> spans(String trace, String name) {
        return SPANS.getFinishedSpanItems().stream()
                .filter(span ->
                        span.getTraceId().equals(trace) && span.getName().equals(name))
                .toList();
    }

    /** Each span below its parent, by their names; who is not one of ours by its id. */
    private static List<String> edges(String trace) {
        List<SpanData> spans = SPANS.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
        return spans.stream()
                .map(span -> spans.stream()
                                .filter(parent -> parent.getSpanId().equals(span.getParentSpanId()))
                                .map(SpanData::getName)
                                .findFirst()
                                .orElse(span.getParentSpanId())
                        + " > " + span.getName())
                .toList();
    }
}
