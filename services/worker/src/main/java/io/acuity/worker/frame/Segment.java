package io.acuity.worker.frame;

import io.acuity.events.ChangeOptions;
import io.acuity.events.FrameRequest;
import io.acuity.events.Recipe;
import io.acuity.video.FrameCanvas;
import io.acuity.video.FramePixels;
import io.acuity.video.change.ChangeSettings;
import io.acuity.video.change.ChangedTiles;
import io.acuity.video.change.TileChanges;
import io.acuity.worker.upscale.ShiftModel;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a worker remembers of a run of consecutive frames: the source and the result of every tile, so that only changed ones are
 * computed. Its frames are computed one after another, see {@link #after}; only the thread whose turn it is uses the rest.
 */
final class Segment {
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    private volatile boolean abandoned;
    private volatile boolean failedOnCandidate;
    private @Nullable Known known;

    /** What the frames before left. */
    private record Known(ChangedTiles detector, FrameCanvas canvas, Basis basis, long nextIndex) {
        Known after(long index) {
            return new Known(detector, canvas, basis, index + 1);
        }
    }

    /** What results must have in common to be pasted into one another. */
    private record Basis(String checkpoint, Recipe recipe, ChangeSettings settings, int width, int height, int depth) {}

    /**
     * Queues the next frame's computation.
     *
     * @param turn started when the frame before has been computed or has failed
     */
    synchronized <T> CompletableFuture<T> after(Turn<T> turn) {
        CompletableFuture<T> next = last.handle((done, failed) -> null).thenCompose(nothing -> turn.begin());
        last = next;
        return next;
    }

    /** Begins a frame's computation. */
    interface Turn<T> {
        CompletableFuture<T> begin();
    }

    /** Another worker has it now: what was not begun here is not. Any thread. */
    void abandon() {
        abandoned = true;
    }

    /**
     * To be asked before each piece of work.
     *
     * @throws CancellationException when another worker has the segment
     */
    void requireWanted() {
        if (abandoned) {
            throw new CancellationException("Another worker has this segment now.");
        }
    }

    /** Whether a frame failed on the candidate, so that the rest is stable's: one checkpoint for as many frames as possible. */
    boolean isStableOnly() {
        return failedOnCandidate;
    }

    /** From here on stable computes. */
    void moveToStable() {
        failedOnCandidate = true;
        forget();
    }

    /** Finds what of the next frame is to be computed; everything where nothing that was known can be used. */
    TileChanges next(FrameRequest request, FramePixels source, ShiftModel model) {
        Recipe recipe = Objects.requireNonNull(request.getRecipe(), "The recipe was checked.");
        ChangeOptions options = request.getChanges();
        Basis now = new Basis(
                model.checkpoint(),
                recipe,
                settings(options, model),
                source.width(),
                source.height(),
                source.bitDepth());
        boolean whole = options != null && !options.getEnabled();
        Known before = known;
        Known use = before == null || whole || !now.equals(before.basis) || request.getIndex() != before.nextIndex
                ? nothing(now, source, model)
                : before;
        known = use.after(request.getIndex());
        return use.detector.next(source);
    }

    private static Known nothing(Basis basis, FramePixels source, ShiftModel model) {
        int scale = model.scale();
        FrameCanvas canvas = new FrameCanvas(source.width() * scale, source.height() * scale, source.bitDepth());
        return new Known(new ChangedTiles(basis.settings), canvas, basis, 0);
    }

    private static ChangeSettings settings(@Nullable ChangeOptions options, ShiftModel model) {
        ChangeSettings settings = ChangeSettings.withHalo(model.reach());
        if (options != null && options.getThreshold() != null) {
            settings = settings.withThreshold(options.getThreshold());
        }
        if (options != null && options.getRefresh() != null) {
            settings = settings.withRefreshInterval(options.getRefresh());
        }
        return settings;
    }

    /** The result as it stands. */
    FrameCanvas canvas() {
        return Objects.requireNonNull(known, "A frame has begun.").canvas;
    }

    /** Forgets everything: the next frame is computed whole. */
    void forget() {
        known = null;
    }
}
