package io.acuity.pipeline;

import io.acuity.events.BlobReference;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.blob.Payloads;
import io.acuity.video.ClipException;
import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.FrameTime;
import io.acuity.video.Rational;
import io.acuity.video.encode.EncoderPlan;
import io.acuity.video.encode.SegmentWriter;
import io.acuity.video.pam.PamFrames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes results in their order and encodes them, segment by segment. The payloads of a segment are deleted when its piece is
 * safely on the disk, and not before. Owns native memory; one thread at a time.
 */
final class ClipAssembler implements AutoCloseable {
    private final ClipRun run;
    private final ClipOrder order;
    private final FrameSources sources;
    private final EncoderPlan plan;
    private final Payloads payloads;
    private final FrameFiller filler;
    private final ClipProgress progress;
    private final long firstSegment;
    private final List<FrameResult> pending = new ArrayList<>();
    private @Nullable SegmentWriter piece;
    private long next;
    private boolean ended;
    private ClipWork work = ClipWork.NONE;

    /**
     * An assembler.
     *
     * @param firstSegment the clip's first segment that is not complete
     */
    ClipAssembler(ClipRun run, long firstSegment, FrameSources sources, ClipProgress progress) {
        this.run = run;
        this.order = run.order();
        this.firstSegment = firstSegment;
        this.sources = sources;
        this.progress = progress;
        this.payloads = new Payloads(run.store());
        this.filler = new FrameFiller(run, sources);
        this.plan = EncoderPlan.of(order.output());
    }

    /** Whether the last frame has been taken. */
    boolean isEnded() {
        return ended;
    }

    ClipWork work() {
        return work;
    }

    /** How many frames of the clip are done. */
    long frames() {
        return run.attempt().firstSegment() * order.segmentFrames() + next;
    }

    /**
     * Takes the next result; one that was taken before is ignored.
     *
     * @throws MissingFrameException when the frame has no result, or none that can be read
     */
    void accept(FrameResult result) {
        long index = result.getIndex();
        if (index < next || ended) {
            return;
        }
        if (index > next) {
            throw new IllegalStateException("After frame " + (next - 1) + " of the clip came frame " + index + " on "
                    + "acuity.frame-results, which is to be in order; see the tracker's log.");
        }
        if (result.getState() == FrameState.END) {
            finishPiece();
            ended = true;
            return;
        }
        requireUsable(result);
        if (run.attempt().firstSegment() + index / order.segmentFrames() < firstSegment) {
            discard(result);
        } else {
            encode(result);
        }
        next++;
        work = work.and(result);
        if (next % order.segmentFrames() == 0) {
            finishPiece();
        }
        progress.arrived(frames(), work);
    }

    private void requireUsable(FrameResult result) {
        if (!isUpscaled(result) && order.missing() == MissingFrames.FAIL) {
            var failure = result.getFailure();
            boolean told = failure != null && result.getState() == FrameState.FAILED;
            throw new MissingFrameException(frames(), why(result), told ? failure.getCode() : null, null);
        }
    }

    private static boolean isUpscaled(FrameResult result) {
        return switch (result.getState()) {
            case UPSCALED -> true;
            case GAP, FAILED, UNKNOWN, END -> false;
        };
    }

    private static String why(FrameResult result) {
        var failure = result.getFailure();
        return failure == null ? "it is missing." : failure.getMessage();
    }

    private void encode(FrameResult result) {
        FramePixels shown = isUpscaled(result) ? pixels(result) : filler.fill(result, frames(), why(result));
        filler.shown(shown);
        Frame frame = new Frame(frames(), time(result), false, shown);
        if (piece == null) {
            long segment = run.attempt().firstSegment() + result.getIndex() / order.segmentFrames();
            piece = SegmentWriter.open(plan, run.folder().segment(segment));
        }
        piece.write(frame);
        pending.add(result);
    }

    private FrameTime time(FrameResult result) {
        var time = result.getTime();
        if (time == null) {
            throw new MissingFrameException(frames(), "its result does not tell its time.", null);
        }
        Rational base = new Rational(time.getTimeBaseNumerator(), time.getTimeBaseDenominator());
        return new FrameTime(time.getPts(), Math.max(1, time.getDuration()), base);
    }

    private FramePixels pixels(FrameResult result) {
        var output = order.output();
        if (result.getImage() == null) {
            throw new MissingFrameException(frames(), "its result has no image.", null);
        }
        try {
            byte[] bytes = payloads.read(result.getImage());
            FramePixels pixels = PamFrames.decode(bytes, (long) output.width() * output.height());
            if (pixels.width() != output.width() || pixels.height() != output.height()) {
                throw new MissingFrameException(
                        frames(),
                        "it came as " + pixels.width() + "×" + pixels.height() + " and not as " + output.width() + "×"
                                + output.height() + ".",
                        null);
            }
            return pixels;
        } catch (BlobException | ClipException e) {
            throw new MissingFrameException(frames(), String.valueOf(e.getMessage()), e);
        }
    }

    private void finishPiece() {
        if (piece == null) {
            return;
        }
        piece.finish();
        piece.close();
        piece = null;
        pending.forEach(this::discard);
        pending.clear();
    }

    private void discard(FrameResult result) {
        if (result.getImage() instanceof BlobReference blob) {
            run.store().delete(blob);
        }
        sources.arrived(result.getIndex());
    }

    /** Releases everything; the segment under way is lost. */
    @Override
    public void close() {
        if (piece != null) {
            piece.close();
        }
    }
}
