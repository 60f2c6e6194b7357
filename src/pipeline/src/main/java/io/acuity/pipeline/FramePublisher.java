package io.acuity.pipeline;

import io.acuity.events.BlobReference;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameTime;
import io.acuity.streaming.EventSink;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.topics.Topic;
import io.acuity.video.Frame;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.pam.PamFrames;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Reads the clip and requests the frames that are missing. Its own thread owns the reader. */
final class FramePublisher implements AutoCloseable {
    private static final Duration STOPPING = Duration.ofSeconds(15);

    private final ClipOrder order;
    private final Attempt attempt;
    private final RequestLog.Requests earlier;
    private final long firstFrame;
    private final BlobStore store;
    private final EventSink sink;
    private final FrameSources sources;
    private final CompletableFuture<Long> framesRead = new CompletableFuture<>();
    private final Thread thread;

    /**
     * A publisher that has not started.
     *
     * @param firstSegment the clip's first segment that is not complete
     */
    FramePublisher(ClipRun run, long firstSegment, EventSink sink, FrameSources sources) {
        this.order = run.order();
        this.attempt = run.attempt();
        this.earlier = run.earlier();
        this.store = run.store();
        this.firstFrame = firstSegment * order.segmentFrames();
        this.sink = sink;
        this.sources = sources;
        this.thread = Thread.ofPlatform().daemon().name("acuity-clip-publisher").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** How many frames the clip has, at most the limit; fails with what stopped the publisher. */
    CompletableFuture<Long> framesRead() {
        return framesRead;
    }

    /** Stops reading and waits for the reader to be closed. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOPPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The thread's root: whatever ends it reaches the run.
    private void run() {
        try (ClipReader reader = ClipReader.open(order.output().source())) {
            long frames = publishFrames(reader);
            publishEnd(frames);
            framesRead.complete(frames);
        } catch (InterruptedException e) {
            framesRead.completeExceptionally(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            framesRead.completeExceptionally(cause == null ? e : cause);
        } catch (RuntimeException | Error e) {
            framesRead.completeExceptionally(e);
        }
    }

    private long publishFrames(ClipReader reader) throws InterruptedException, ExecutionException {
        long limit = order.output().frameLimit().orElse(Long.MAX_VALUE);
        long index = 0;
        boolean more = true;
        while (more && index < limit) {
            if (isMissing(index)) {
                sources.awaitRoom();
                Frame frame = reader.next();
                more = frame != null;
                if (frame != null) {
                    publish(frame);
                }
            } else {
                more = reader.skip(1) == 1;
            }
            index += more ? 1 : 0;
        }
        return index;
    }

    private boolean isMissing(long index) {
        return index >= firstFrame && !earlier.sources().containsKey(index - offset());
    }

    /** The clip's frame that is the attempt's frame 0. */
    private long offset() {
        return attempt.firstSegment() * order.segmentFrames();
    }

    private void publish(Frame frame) throws InterruptedException, ExecutionException {
        long index = frame.index() - offset();
        long segment = index / order.segmentFrames();
        byte[] bytes = PamFrames.encode(frame.pixels(), "clip " + attempt.clip() + " frame " + index);
        BlobReference blob = store.putFrame(attempt.clip(), bytes, PamFrames.MEDIA_TYPE);
        sources.published(index, blob);
        var time = frame.time();
        FrameRequest request = request(segment, index)
                .setTime(new FrameTime(
                        time.pts(),
                        time.duration(),
                        time.timeBase().numerator(),
                        time.timeBase().denominator()))
                .setImage(blob)
                .setRecipe(order.recipe())
                .setChanges(order.changes())
                .build();
        sink.publish(Topic.FRAMES, attempt.key(segment), request).get();
    }

    private void publishEnd(long frames) throws InterruptedException, ExecutionException {
        if (earlier.isEnded()) {
            return;
        }
        long count = frames - offset();
        long segment = Math.max(0, count - 1) / order.segmentFrames();
        FrameRequest end = request(segment, count).setEnd(true).build();
        sink.publish(Topic.FRAMES, attempt.key(segment), end).get();
    }

    private FrameRequest.Builder request(long segment, long index) {
        return FrameRequest.newBuilder()
                .setClipId(attempt.clip())
                .setSegment(segment)
                .setIndex(index)
                .setSubmittedAt(Clock.systemUTC().instant());
    }
}
