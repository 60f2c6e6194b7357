package io.acuity.pipeline;

import io.acuity.events.FrameResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.topics.Topic;
import io.acuity.video.encode.ClipWriter;
import io.acuity.video.encode.WriteReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
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
 */
public record ClipPipeline(KafkaSettings kafka, BlobStore store) {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClipPipeline.class);
    /** Segments that are on their way at once. */
    private static final int SEGMENTS_AHEAD = 2;

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
        RequestLog log = RequestLog.read(kafka, order.clipId());
        Attempt attempt = folder.attempt().orElse(new Attempt(log.unusedName(), folder.segments()));
        folder.setAttempt(attempt);
        LOGGER.atInfo()
                .addKeyValue("clip", attempt.clip())
                .addKeyValue("segments", folder.segments())
                .log("A clip is upscaled");
        ClipRun run = new ClipRun(order, folder, attempt, log.of(attempt), store);
        try {
            return run(run, progress);
        } catch (MissingFrameException e) {
            folder.setAttempt(new Attempt(nextName(kafka, order), folder.segments()));
            throw e;
        }
    }

    private static String nextName(KafkaSettings kafka, ClipOrder order) {
        return RequestLog.read(kafka, order.clipId()).unusedName();
    }

    private ClipReport run(ClipRun run, ClipProgress progress) throws IOException, InterruptedException {
        long done = run.folder().segments();
        int window = SEGMENTS_AHEAD * run.order().segmentFrames();
        FrameSources sources = new FrameSources(store, window, run.earlier().sources());
        ResultQueue results = new ResultQueue(run.attempt().clip());
        try (EventPublisher sink = EventPublisher.open(kafka);
                ClipAssembler assembler = new ClipAssembler(run, done, sources, progress);
                EventTail<FrameResult> tail = EventTail.open(
                        kafka, Topic.FRAME_RESULTS, new TailStart.Beginning(), (key, result) -> results.add(result));
                // Closed before the tail, whose thread may wait for room in it.
                results;
                FramePublisher publisher = new FramePublisher(run, done, sink, sources)) {
            publisher.start();
            assemble(assembler, results, publisher.framesRead(), tail.ended());
            long frames = publisher.framesRead().join();
            return new ClipReport(run.order().clipId(), frames, join(run, frames), assembler.work());
        }
    }

    private static void assemble(
            ClipAssembler assembler,
            ResultQueue results,
            CompletableFuture<Long> published,
            CompletableFuture<Void> followed)
            throws InterruptedException {
        while (!assembler.isEnded()) {
            FrameResult result = results.poll();
            throwFailure(published);
            throwFailure(followed);
            if (result != null) {
                assembler.accept(result);
            }
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
