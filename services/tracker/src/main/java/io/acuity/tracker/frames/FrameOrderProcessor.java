package io.acuity.tracker.frames;

import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.trace.Carrier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owned by one stream thread: hands what is read, and the time, to the order of clips, and on what has its turn. */
final class FrameOrderProcessor extends ContextualProcessor<String, FrameInput, String, FrameResult> {

    static final String CLIPS = "frame-clips";
    static final String FRAMES = "frame-requests";
    static final String OUTCOMES = "frame-outcomes";

    private static final Logger LOGGER = LoggerFactory.getLogger(FrameOrderProcessor.class);

    private final FrameOrderSettings settings;
    private final LongSupplier settledAt;
    private final FrameTrails trails;
    private @Nullable ClipOrder order;
    private @Nullable Cancellable ticking;
    private long startedAt;

    FrameOrderProcessor(FrameOrderSettings settings, LongSupplier settledAt, FrameTrails trails) {
        this.settings = settings;
        this.settledAt = settledAt;
        this.trails = trails;
    }

    @Override
    public void init(ProcessorContext<String, FrameResult> started) {
        super.init(started);
        startedAt = started.currentSystemTimeMs();
        var shelf = new FrameShelf(started.getStateStore(FRAMES), started.getStateStore(OUTCOMES));
        var made = new ClipOrder(started.getStateStore(CLIPS), shelf, settings, this::tell);
        order = made;
        started.schedule(settings.sweep(), PunctuationType.WALL_CLOCK_TIME, now -> made.forget(now, watchedSince()));
        tickWhileWaiting(made);
    }

    @Override
    public void process(Record<String, FrameInput> read) {
        if (order == null) {
            throw new IllegalStateException("A record came before the topology was started; report this as a bug.");
        }
        long now = context().currentSystemTimeMs();
        switch (read.value()) {
            case FrameInput.Requested(FrameNotice notice) -> order.requested(read.key(), notice, now);
            case FrameInput.Done(FrameResult outcome) -> {
                if (isFrame(read.key(), outcome)) {
                    trails.read(outcome, Carrier.of(read.headers()));
                    order.done(outcome, now);
                }
            }
        }
        tickWhileWaiting(order);
    }

    private static boolean isFrame(String key, FrameResult outcome) {
        // Keys decide the partition: under another one it would never meet the rest of its clip.
        boolean isFrame = key.equals(outcome.getClipId()) && outcome.getState() != FrameState.END;
        if (!isFrame) {
            LOGGER.atWarn()
                    .addKeyValue("clipId", key)
                    .addKeyValue("index", outcome.getIndex())
                    .log("Skipped an outcome that is an end or whose key names another clip");
        }
        return isFrame;
    }

    // Each look at the clock is a transaction with this kind of processing, so nobody looks while nothing waits.
    private void tickWhileWaiting(ClipOrder clips) {
        if (clips.isWaiting() && ticking == null) {
            ticking = context().schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, now -> {
                clips.tellGaps(now, watchedSince());
                tickWhileWaiting(clips);
            });
        } else if (!clips.isWaiting() && ticking != null) {
            ticking.cancel();
            ticking = null;
        }
    }

    private long watchedSince() {
        return Math.max(startedAt, settledAt.getAsLong());
    }

    private void tell(FrameResult result) {
        var headers = new RecordHeaders(trails.told(result).headers());
        context().forward(new Record<>(result.getClipId(), result, context().currentSystemTimeMs(), headers));
    }
}
