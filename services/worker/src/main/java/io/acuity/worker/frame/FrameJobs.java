package io.acuity.worker.frame;

import io.acuity.events.FailureCode;
import io.acuity.events.FrameRequest;
import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.Cancellations;
import io.acuity.streaming.failure.FailureTable;
import io.acuity.streaming.lane.DeadLetters;
import io.acuity.streaming.lane.LaneHandler;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.lane.LaneRecord;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Faults;
import io.acuity.streaming.trace.Stage;
import io.acuity.streaming.trace.Traces;
import io.acuity.video.FramePixels;
import io.acuity.worker.job.Failures;
import io.acuity.worker.job.JobRefusedException;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the frames topic. Frames are fetched as they come and stored when they are done, each on a virtual thread of its own; between
 * the two, those of a segment are computed one after another. Every frame ends in exactly one outcome.
 */
public final class FrameJobs implements LaneHandler, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FrameJobs.class);
    /** Each holds a source and a result; a segment that is forgotten too early is computed whole once more. */
    private static final int MOST_SEGMENTS = 16;

    /** Reads, decodes, encodes, stores. */
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("acuity-frame").start(task);

    /** Feeds the device, which would wait where a virtual thread's turn comes after those that encode. */
    private static final Executor FEEDERS =
            task -> Thread.ofPlatform().daemon().name("acuity-frame-feeder").start(task);

    private final FrameImages images;
    private final FrameComputer computer;
    private final FrameReports reports;
    private final Cancellations cancellations;
    private final Traces traces;
    private final BooleanSupplier hasRoom;
    // Touched by the lane's thread alone.
    private final Map<String, Segment> segments = new LinkedHashMap<>(MOST_SEGMENTS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Segment> eldest) {
            return size() > MOST_SEGMENTS;
        }
    };

    /**
     * What frames are worked on with.
     *
     * @param images fetches and stores
     * @param computer between the two
     * @param reports how frames ended
     * @param cancellations of clips
     * @param traces follow frames
     * @param hasRoom whether more frames may be taken
     */
    record Tools(
            FrameImages images,
            FrameComputer computer,
            FrameReports reports,
            Cancellations cancellations,
            Traces traces,
            BooleanSupplier hasRoom) {}

    FrameJobs(Tools tools) {
        images = tools.images();
        computer = tools.computer();
        reports = tools.reports();
        cancellations = tools.cancellations();
        traces = tools.traces();
        hasRoom = tools.hasRoom();
    }

    @Override
    public CompletableFuture<LaneOutput> handle(LaneRecord record) {
        if (record.value() == null) {
            return CompletableFuture.completedFuture(LaneOutput.of());
        }
        FrameRequest request = Topic.FRAMES.codec().decode(record.value());
        requireOwnKey(request, record.keyText());
        if (request.getEnd()) {
            return CompletableFuture.completedFuture(LaneOutput.of()); // the tracker's business
        }
        if (reports.isLate(request)) {
            return CompletableFuture.completedFuture(LaneOutput.of(reports.late(request)));
        }
        if (cancellations.has(request.getClipId())) {
            return CompletableFuture.completedFuture(LaneOutput.of(reports.cancelled(request)));
        }
        return upscale(request, record.context(), segments.computeIfAbsent(record.keyText(), key -> new Segment()));
    }

    private CompletableFuture<LaneOutput> upscale(FrameRequest request, Context span, Segment segment) {
        CompletableFuture<FramePixels> fetched =
                on(THREADS, () -> traces.part(span, "decode", () -> images.fetch(request)));
        return segment.after(() -> fetched.thenCompose(source -> on(FEEDERS, () -> {
                    requireNotCancelled(request);
                    return refined(request, source, segment, span);
                })))
                .thenCompose(frame -> on(THREADS, () -> {
                    // A blob nobody will tell of would stay.
                    segment.requireWanted();
                    requireNotCancelled(request);
                    Object image = traces.part(span, "encode", () -> images.store(request, frame.pixels()));
                    return LaneOutput.of(reports.upscaled(request, frame, image));
                }))
                .exceptionally(thrown -> {
                    // The sources of a cancelled clip are removed while frames are on their way: whatever failed then
                    // is that.
                    if (cancellations.has(request.getClipId())) {
                        return LaneOutput.of(reports.cancelled(request));
                    }
                    throw thrown instanceof CompletionException e ? e : new CompletionException(thrown);
                });
    }

    private ComputedFrame refined(FrameRequest request, FramePixels source, Segment segment, Context span)
            throws Exception {
        try (Stage refine = traces.stage(span, "refine")) {
            ComputedFrame frame = refine.of(() -> computer.compute(request, source, segment));
            refine.span()
                    .setAttribute("acuity.model", frame.model().name())
                    .setAttribute("acuity.checkpoint", frame.model().checkpoint())
                    .setAttribute("acuity.steps", frame.model().steps())
                    .setAttribute("acuity.evaluations", frame.sums().calls())
                    .setAttribute("acuity.tiles", frame.changes().tiles())
                    .setAttribute("acuity.tiles.reused", frame.changes().skipped());
            return frame;
        }
    }

    private void requireNotCancelled(FrameRequest request) {
        if (cancellations.has(request.getClipId())) {
            throw new CancellationException("The clip was cancelled.");
        }
    }

    private static <T> CompletableFuture<T> on(Executor threads, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                // The root of the thread: whatever ended it is the lane's to retry or to give up.
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static void requireOwnKey(FrameRequest request, String key) {
        String own = request.getClipId() + "/" + request.getSegment();
        if (request.getClipId().isBlank() || request.getIndex() < 0 || !own.equals(key)) {
            throw new JobRefusedException(
                    FailureCode.INVALID_REQUEST,
                    "Frame " + request.getIndex() + " of clip '" + request.getClipId() + "' lies under the key '" + key
                            + "'; publish it under clipId/segment, here '" + own + "'.");
        }
    }

    @Override
    public LaneOutput giveUp(LaneRecord record, Throwable cause) {
        JobRefusedException failure = Failures.of(cause);
        FrameRequest request = decodable(record);
        Faults.name(record.context(), failure.code(), failure.sentence());
        Traces.note(LOGGER.atLevel(FailureTable.of(failure.code()).logLevel()), record.context())
                .addKeyValue("clipId", request == null ? record.keyText() : request.getClipId())
                .addKeyValue("frame", request == null ? -1 : request.getIndex())
                .addKeyValue("code", failure.code())
                .addKeyValue("error", failure.sentence())
                .log("Frame failed");
        List<OutgoingEvent> events = new ArrayList<>();
        if (request != null) {
            events.add(reports.failed(request, failure));
        }
        if (request == null || FailureTable.of(failure.code()).deadLetter()) {
            String clipId = request == null ? null : request.getClipId();
            events.add(DeadLetters.of(record, new DeadLetters.Cause(failure.code(), failure.sentence(), clipId, null)));
        }
        return new LaneOutput(events);
    }

    private static @Nullable FrameRequest decodable(LaneRecord record) {
        if (record.value() == null) {
            return null;
        }
        try {
            return Topic.FRAMES.codec().decode(record.value());
        } catch (UndecodableRecordException e) {
            return null; // then the dead letter alone tells
        }
    }

    @Override
    public boolean hasRoom() {
        return hasRoom.getAsBoolean();
    }

    @Override
    public void revoked(LaneRecord record) {
        // Another worker goes on; should the segment come back, its frames are no longer consecutive here.
        Segment segment = segments.remove(record.keyText());
        if (segment != null) {
            segment.abandon();
        }
    }

    @Override
    public void close() {
        segments.values().forEach(Segment::abandon);
        segments.clear();
    }
}
