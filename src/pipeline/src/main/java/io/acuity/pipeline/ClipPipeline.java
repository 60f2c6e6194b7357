package io.acuity.pipeline;

import io.acuity.events.Cancel;
import io.acuity.events.FrameResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.topics.Topic;
import io.acuity.video.encode.ClipWriter;
import io.acuity.video.encode.WriteReport;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Upscales clips by the workers of a cluster: requests frames, takes their results in order, encodes them in pieces and joins
 * these with all other streams of the source.
 *
 * @param kafka the cluster
 * @param store the store of its payloads; stays the caller's to close
 * @param start where the clip's first frame may lie on the topics
 * @param context what the frames are requested by
 */
public record ClipPipeline(KafkaSettings kafka, BlobStore store, TailStart start, Context context) {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClipPipeline.class);
    /** Segments that are on their way at once. */
    private static final int SEGMENTS_AHEAD = 2;

    /** Clips that may have been begun at any time. */
    public ClipPipeline(KafkaSettings kafka, BlobStore store) {
        this(kafka, store, new TailStart.Beginning());
    }

    /** Clips outside of any trace. */
    public ClipPipeline(KafkaSettings kafka, BlobStore store, TailStart start) {
        this(kafka, store, start, Context.root());
    }

    /** The same in a trace. */
    public ClipPipeline within(Context span) {
        return new ClipPipeline(kafka, store, start, span);
    }

    /**
     * Upscales a clip on the caller's thread, or what is missing of it when an earlier run left pieces.
     *
     * @param order what to do
     * @param folder the clip's; stays the caller's, to be removed when the clip is complete
     * @param progress hears of each frame
     * @throws MissingFrameException when a frame has no result; a later run computes what is missing
     * @throws io.acuity.video.ClipException when the source cannot be read or the result not be written
     * @throws IOException when the folder cannot be written
     * @throws InterruptedException when the thread was interrupted; a later run goes on
     */
    public ClipReport run(ClipOrder order, WorkFolder folder, ClipProgress progress)
            throws IOException, InterruptedException {
        if (folder.attempt().isPresent()) {
            try {
                return attempt(order, folder, progress);
            } catch (MissingFrameException e) {
                // What an earlier run could not have, because a disk was full or a store away, may well be there for
                // this one.
                LOGGER.atInfo()
                        .addKeyValue("clip", order.clipId())
                        .addKeyValue("error", e.getMessage())
                        .log("What an earlier run lost is requested again");
            }
        }
        return attempt(order, folder, progress);
    }

    /** Goes on with the attempt of the folder, or begins one; after one that lost a frame the folder has the next. */
    private ClipReport attempt(ClipOrder order, WorkFolder folder, ClipProgress progress)
            throws IOException, InterruptedException {
        RequestLog log = RequestLog.read(kafka, order.clipId(), start);
        Attempt attempt = folder.attempt().orElse(new Attempt(log.unusedName(), folder.segments()));
        folder.setAttempt(attempt);
        LOGGER.atInfo()
                .addKeyValue("clip", attempt.clip())
                .addKeyValue("segments", folder.segments())
                .log("A clip is upscaled");
        ClipRun run = new ClipRun(order, folder, attempt, log.of(attempt), store);
        try {
            return run(run, log, progress);
        } catch (MissingFrameException e) {
            folder.setAttempt(new Attempt(nextName(order), folder.segments()));
            throw e;
        }
    }

    /**
     * Takes back what a clip that was cancelled has on its way: frames that were not begun are not, and its blobs are removed. What a
     * worker stores in this very moment is left to the store's collector.
     *
     * @param clipId whose own cancellation is on the control topic already
     */
    public void withdraw(String clipId) {
        Set<String> names = RequestLog.read(kafka, clipId, start).names();
        try (EventPublisher sink = EventPublisher.open(kafka)) {
            // Workers know a later attempt by its own name alone.
            names.stream()
                    .filter(name -> !name.equals(clipId))
                    .map(name -> sink.publish(
                            Topic.CONTROL,
                            name,
                            new Cancel(name, Instant.now(), "The clip " + clipId + " was cancelled.")))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        removeFrames(names);
    }

    private String nextName(ClipOrder order) {
        return RequestLog.read(kafka, order.clipId(), start).unusedName();
    }

    private ClipReport run(ClipRun run, RequestLog log, ClipProgress progress)
            throws IOException, InterruptedException {
        long done = run.folder().segments();
        int window = SEGMENTS_AHEAD * run.order().segmentFrames();
        FrameSources sources = new FrameSources(store, window, run.earlier().sources());
        ResultQueue results = new ResultQueue(run.attempt().clip());
        try (EventPublisher sink = EventPublisher.open(kafka);
                ClipAssembler assembler = new ClipAssembler(run, done, sources, progress);
                EventTail<FrameResult> tail =
                        EventTail.open(kafka, Topic.FRAME_RESULTS, start, (key, result) -> results.add(result));
                // Closed before the tail, whose thread may wait for room in it.
                results;
                FramePublisher publisher = new FramePublisher(run, done, sink.within(context), sources)) {
            publisher.start();
            while (!assembler.isEnded()) {
                run.folder().requireRoom(run.order().output());
                FrameResult result = results.poll();
                throwFailure(publisher.framesRead());
                throwFailure(tail.ended());
                if (result != null) {
                    assembler.accept(result);
                }
            }
            long frames = publisher.framesRead().join();
            ClipReport report = new ClipReport(run.order().clipId(), frames, join(run, frames), assembler.work());
            removeFrames(log.namesWith(run.attempt()));
            return report;
        }
    }

    /** Removes what is left of a clip that has ended: what processes stored that were killed before they could tell of it. */
    private void removeFrames(Set<String> names) {
        try {
            names.forEach(store::removeFrames);
        } catch (BlobException e) {
            // The clip has ended all the same; the collector removes what stays.
            LOGGER.atWarn().addKeyValue("error", e.getMessage()).log("Frames of an ended clip stay in the store");
        }
    }

    private static void throwFailure(CompletableFuture<?> future) {
        if (!future.isCompletedExceptionally()) {
            return;
        }
        try {
            future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static WriteReport join(ClipRun run, long frames) throws IOException {
        var output = run.order().output();
        run.folder().requireRoomToJoin(output);
        WriteReport report;
        try (ClipWriter writer = ClipWriter.open(output, run.folder().partial())) {
            long segments = run.folder().segments();
            for (long segment = 0; segment < segments; segment++) {
                writer.append(run.folder().segment(segment));
            }
            report = writer.finish();
        }
        if (report.frames() != frames) {
            throw new IllegalStateException("The clip has " + frames + " frames and " + report.frames()
                    + " were written to " + output.target() + "; remove its hidden folder and start again.");
        }
        // The pieces may go only when the result cannot be lost any more.
        try (FileChannel file = FileChannel.open(output.target(), StandardOpenOption.WRITE)) {
            file.force(true);
        }
        return report;
    }
}
