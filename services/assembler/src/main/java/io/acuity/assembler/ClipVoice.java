package io.acuity.assembler;

import io.acuity.events.BlobReference;
import io.acuity.events.Failure;
import io.acuity.events.VideoReport;
import io.acuity.events.VideoRequest;
import io.acuity.events.VideoState;
import io.acuity.events.VideoView;
import io.acuity.pipeline.ClipProgress;
import io.acuity.pipeline.ClipWork;
import io.acuity.streaming.EventSink;
import io.acuity.streaming.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells where one clip stands, at most twice a second; its end is for the lane to tell. One thread at a time, but for
 * {@link #frames}.
 */
final class ClipVoice implements ClipProgress {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClipVoice.class);
    private static final long APART_NANOS = Duration.ofMillis(500).toNanos();
    private static final long PATIENCE_SECONDS = 10;

    private final VideoView.Builder view;
    private final EventSink sink;
    private final Clock clock;
    private final FrameRate rate = new FrameRate();
    private final AtomicLong frames = new AtomicLong();
    private @Nullable FirstPiece firstPiece;
    // Attempts of a clip run on threads of their own, one after another.
    private volatile long lastTold;
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);

    /** What to do when so many frames are safely encoded. */
    private record FirstPiece(long frames, Runnable done) {}

    ClipVoice(VideoRequest request, String assembler, EventSink sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
        this.view = VideoView.newBuilder()
                .setVideoId(request.getVideoId())
                .setState(VideoState.RUNNING)
                .setUpdatedAt(clock.instant())
                .setSubmittedAt(request.getSubmittedAt())
                .setFileName(request.getFileName())
                .setModel(request.getRecipe().getModel())
                .setFingerprint(request.getFingerprint())
                .setOwner(request.getOwner())
                .setAssembler(assembler);
    }

    /** An assembler has it. */
    void began() {
        view.setStartedAt(clock.instant());
        tell();
    }

    /**
     * What is known before the first frame.
     *
     * @param expected frames; 0 when unknown
     * @param piece so many frames are a piece that is never computed again
     * @param done called once, when this run has completed one
     */
    void expects(long expected, int piece, Runnable done) {
        view.setFramesExpected(expected);
        firstPiece = new FirstPiece(piece, done);
        tell();
    }

    @Override
    public void arrived(long done, ClipWork work) {
        frames.incrementAndGet();
        long now = System.nanoTime();
        rate.mark(done, now);
        view.setFramesDone(done);
        take(work);
        if (firstPiece != null && work.frames() >= firstPiece.frames) {
            firstPiece.done.run();
            firstPiece = null;
        }
        if (now - lastTold >= APART_NANOS) {
            OptionalDouble perSecond = rate.perSecond();
            perSecond.ifPresent(view::setFramesPerSecond);
            long left = view.getFramesExpected() - done;
            view.setSecondsLeft(perSecond.isPresent() && left >= 0 ? (Double) (left / perSecond.getAsDouble()) : null);
            tell();
        }
    }

    private void take(ClipWork work) {
        view.setTiles(work.tiles())
                .setTilesReused(work.tilesReused())
                .setNetworkPixels(work.networkPixels())
                .setDenseNetworkPixels(work.denseNetworkPixels());
    }

    private void tell() {
        lastTold = System.nanoTime();
        VideoView now = view.setUpdatedAt(clock.instant()).build();
        told = sink.publish(Topic.VIDEO_VIEWS, now.getVideoId(), now);
    }

    /** What a clip that is done consists of. */
    record Made(
            BlobReference result,
            String name,
            @Nullable BlobReference contactSheet,
            @Nullable BlobReference sideBySide,
            VideoReport report) {}

    /** The last view of a clip that is done. */
    VideoView succeeded(Made made) {
        return ended(VideoState.SUCCEEDED)
                .setFramesDone(made.report().getFramesOut())
                .setResult(made.result())
                .setResultName(made.name())
                .setContactSheet(made.contactSheet())
                .setSideBySide(made.sideBySide())
                .setReport(made.report())
                .build();
    }

    /** The last view of a clip that could not be done. */
    VideoView failed(ClipRefusedException why) {
        return ended(VideoState.FAILED)
                .setFailure(new Failure(why.code(), why.sentence()))
                .build();
    }

    /** The last view of a clip that nobody wants any more. */
    VideoView cancelled() {
        return ended(VideoState.CANCELLED).build();
    }

    // What was told before must be on the topic before the end is.
    private VideoView.Builder ended(VideoState state) {
        try {
            told.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.atDebug().addKeyValue("error", e.toString()).log("A clip's progress was not told");
        } catch (InterruptedException e) {
            // The end is told all the same; whoever interrupts now is too late.
            LOGGER.atDebug().log("Interrupted at the end of a clip");
        }
        Instant now = clock.instant();
        return view.setState(state)
                .setUpdatedAt(now)
                .setCompletedAt(now)
                .setSecondsLeft(null)
                .setFramesPerSecond(null);
    }

    /** How many frames it has told of; any thread. */
    long frames() {
        return frames.get();
    }
}
