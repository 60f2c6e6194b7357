package io.acuity.gateway.webhook;

import io.acuity.events.FailureCode;
import io.acuity.events.JobView;
import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.lane.DeadLetters;
import io.acuity.streaming.lane.LaneHandler;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.lane.LaneRecord;
import io.acuity.streaming.lane.LaneSettings;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.lane.OrderedLane;
import io.acuity.streaming.lane.RetryPolicy;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Carrier;
import io.acuity.streaming.trace.Faults;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events that webhooks are to hear of, one gateway of the group each, and calls until they are taken. A gateway that dies
 * leaves what it had not finished to the others, so an event may be told twice, with the same {@code webhook-id}. What cannot be
 * delivered ends as a dead letter.
 */
public final class WebhookDesk implements LaneHandler, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(WebhookDesk.class);
    private static final String GROUP = "acuity-webhooks";
    private static final int MOST_CALLS = 256;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final WebhookCaller caller;
    private final Traces traces;
    private final OrderedLane lane;

    private WebhookDesk(KafkaSettings kafka, Vertx vertx, WebhookSettings settings, WebhookCaller caller) {
        this.vertx = vertx;
        this.caller = caller;
        this.traces = kafka.traces();
        var retry = new RetryPolicy(
                settings.attempts(),
                settings.firstPause(),
                LONGEST_PAUSE,
                failure -> failure instanceof WebhookFailedException);
        // A name of its own for each process: gateways have none.
        var slot = UUID.randomUUID().toString();
        this.lane = OrderedLane.start(
                LaneSettings.of(kafka, Topic.WEBHOOKS.name(), GROUP, slot)
                        .withMaxInFlight(MOST_CALLS)
                        .withRetry(retry),
                this);
    }

    /**
     * Starts to call.
     *
     * @param kafka the cluster
     * @param vertx runs the calls
     * @param work looks names up
     * @param settings how to call
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static WebhookDesk open(KafkaSettings kafka, Vertx vertx, BlockingWork work, WebhookSettings settings) {
        var guard = new AddressGuard(settings.allowedHosts());
        return new WebhookDesk(
                kafka, vertx, settings, new WebhookCaller(vertx, work, settings, guard, Clock.systemUTC()));
    }

    @Override
    public CompletableFuture<LaneOutput> handle(LaneRecord record) {
        if (record.value() == null) {
            return CompletableFuture.completedFuture(LaneOutput.of());
        }
        JobView view = Topic.WEBHOOKS.codec().decode(record.value());
        Context context = record.context();
        Span span = traces.tracer()
                .spanBuilder("POST")
                .setParent(context)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", "POST")
                .startSpan();
        var told = new CompletableFuture<LaneOutput>();
        var unused = told.whenComplete((output, failure) -> Faults.end(span, failure));
        vertx.getOrCreateContext().runOnContext(onLoop -> {
            try {
                caller.call(view, Carrier.of(context.with(span)))
                        .onSuccess(done -> told.complete(LaneOutput.of()))
                        .onFailure(told::completeExceptionally);
            } catch (TargetRefusedException e) {
                told.completeExceptionally(e);
            }
        });
        return told;
    }

    @Override
    public LaneOutput giveUp(LaneRecord record, Throwable cause) {
        String sentence = String.valueOf(cause.getMessage());
        Traces.note(LOGGER.atWarn(), record.context())
                .addKeyValue("jobId", record.keyText())
                .addKeyValue("attempt", record.attempt())
                .addKeyValue("error", sentence)
                .log("Webhook given up");
        FailureCode code = cause instanceof UndecodableRecordException
                ? FailureCode.UNDECODABLE_RECORD
                : FailureCode.WEBHOOK_UNDELIVERED;
        Faults.name(record.context(), code, sentence);
        return LaneOutput.of(DeadLetters.of(record, new DeadLetters.Cause(code, sentence, record.keyText(), null)));
    }

    /**
     * How the calling goes.
     *
     * @return a snapshot
     */
    public LaneState state() {
        return lane.state();
    }

    /** Ends the calls in work; others take them over. */
    @Override
    public void close() {
        lane.close();
        caller.close();
    }
}
