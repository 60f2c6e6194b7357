package io.acuity.worker.frame;

import io.acuity.checkpoints.UnknownModelException;
import io.acuity.diffusion.frame.Magnification;
import io.acuity.diffusion.scheduler.JobHandle;
import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.events.FailureCode;
import io.acuity.events.FrameRequest;
import io.acuity.events.Recipe;
import io.acuity.imaging.Picture;
import io.acuity.streaming.rollout.ModelFault;
import io.acuity.video.FrameCanvas;
import io.acuity.video.FramePixels;
import io.acuity.video.PixelBox;
import io.acuity.video.change.TileChanges;
import io.acuity.worker.job.Failures;
import io.acuity.worker.job.JobRefusedException;
import io.acuity.worker.model.ModelLease;
import io.acuity.worker.model.ModelShelf;
import io.acuity.worker.upscale.PictureUpscaler;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.UpscaleModel;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes what changed of a frame, on the calling (virtual) thread; the rest of its result is that of an earlier frame. */
final class FrameComputer {
    private static final Logger LOGGER = LoggerFactory.getLogger(FrameComputer.class);

    private final ModelShelf models;
    private final PictureUpscaler upscaler;

    FrameComputer(ModelShelf models, PictureUpscaler upscaler) {
        this.models = models;
        this.upscaler = upscaler;
    }

    /**
     * Computes the next frame of a segment; one that fails on a candidate, and may by the candidate's fault, once more on stable, where the
     * segment then stays.
     *
     * @param segment what is known of the frames before; forgotten when this fails
     * @throws CancellationException when another worker has the segment
     */
    ComputedFrame compute(FrameRequest request, FramePixels source, Segment segment)
            throws ExecutionException, InterruptedException {
        Recipe recipe = recipe(request);
        if (!segment.isStableOnly()) {
            // One clip falls on one side of a rollout.
            try (ModelLease lease = lease(recipe.getModel(), name -> models.lease(name, request.getClipId()))) {
                try {
                    return compute(request, source, segment, model(recipe, lease.model()));
                } catch (ExecutionException | RuntimeException e) {
                    if (!mayBeCandidatesFault(lease, e)) {
                        throw e;
                    }
                    tellCandidateFailed(request, lease, e);
                    segment.moveToStable();
                }
            }
        }
        try (ModelLease stable = lease(recipe.getModel(), models::leaseStable)) {
            return compute(request, source, segment, model(recipe, stable.model()));
        }
    }

    private static boolean mayBeCandidatesFault(ModelLease lease, Exception thrown) {
        boolean stopped = thrown instanceof CancellationException || thrown.getCause() instanceof CancellationException;
        return lease.isCandidate()
                && !stopped
                && ModelFault.mayBe(Failures.of(thrown).code());
    }

    private static void tellCandidateFailed(FrameRequest request, ModelLease lease, Exception thrown) {
        LOGGER.atWarn()
                .addKeyValue("clipId", request.getClipId())
                .addKeyValue("frame", request.getIndex())
                .addKeyValue("checkpointId", lease.model().checkpoint())
                .addKeyValue("error", Failures.of(thrown).sentence())
                .log("Frame failed on a candidate; its segment goes on on stable");
    }

    private ComputedFrame compute(FrameRequest request, FramePixels source, Segment segment, ShiftModel model)
            throws ExecutionException, InterruptedException {
        boolean done = false;
        try {
            TileChanges changes = segment.next(request, source, model);
            Sums sums = new Sums();
            long seed = Objects.requireNonNull(request.getRecipe(), "The recipe was checked.")
                    .getSeed();
            Canvas canvas = new Canvas(model, seed, source, segment.canvas());
            for (PixelBox box : changes.rectangles()) {
                segment.requireWanted();
                sums.add(compute(canvas, box));
            }
            ComputedFrame frame = new ComputedFrame(segment.canvas().snapshot(), changes, sums, model);
            done = true;
            return frame;
        } finally {
            if (!done) {
                segment.forget();
            }
        }
    }

    /** What the parts of one frame have in common. */
    private record Canvas(ShiftModel model, long seed, FramePixels source, FrameCanvas result) {}

    private JobReport compute(Canvas canvas, PixelBox box) throws ExecutionException, InterruptedException {
        ShiftModel model = canvas.model;
        FramePixels source = canvas.source;
        PixelBox window = box.grown(model.reach(), source.width(), source.height());
        Picture part = source.part(window).toPicture();
        LowRes lowRes = new LowRes(
                        part.colour().get(0),
                        part.colour().get(1),
                        part.colour().get(2))
                .at(window.x(), window.y());
        CoreRows rows = new CoreRows(window.times(model.scale()), box.times(model.scale()), canvas.result);
        JobHandle handle = upscaler.startPart(lowRes, model, canvas.seed, rows);
        try {
            return handle.done().get();
        } catch (InterruptedException e) {
            handle.cancel();
            throw e;
        }
    }

    private static Recipe recipe(FrameRequest request) {
        Recipe recipe = request.getRecipe();
        if (recipe == null) {
            throw invalid("Frame " + request.getIndex() + " of clip " + request.getClipId()
                    + " has no recipe; set recipe.model at least.");
        }
        return recipe;
    }

    private ModelLease lease(String name, Function<String, ModelLease> choice) {
        try {
            return choice.apply(name);
        } catch (UnknownModelException e) {
            throw new JobRefusedException(
                    FailureCode.UNKNOWN_MODEL,
                    "This worker has no model " + name + "; choose one of " + String.join(", ", models.names()) + ".",
                    e);
        }
    }

    private static ShiftModel model(Recipe recipe, UpscaleModel leased) {
        Double exact = recipe.getMagnification();
        double scale = exact == null ? recipe.getScale() : exact;
        if (scale != leased.scale()) {
            throw new JobRefusedException(
                    FailureCode.UNSUPPORTED_SCALE,
                    "The model " + leased.name() + " upscales by " + leased.scale() + ", not by "
                            + Magnification.shown(scale) + "; ask for scale " + leased.scale() + ".");
        }
        if (!(leased instanceof ShiftModel model)) {
            throw new JobRefusedException(
                    FailureCode.UNSUPPORTED_OPERATION,
                    "Frames are computed by residual-shift models that work on tiles, which " + leased.name()
                            + " is not; choose another model, such as acuity-s-x4.");
        }
        Integer steps = recipe.getSteps();
        try {
            return steps == null ? model : model.withSteps(steps);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static JobRefusedException invalid(String sentence) {
        return new JobRefusedException(FailureCode.INVALID_REQUEST, sentence);
    }

    /** What the parts of a frame cost together. */
    static final class Sums {
        private long calls;
        private long pixels;
        private long encoderPixels;
        private long computeNanos;

        private void add(JobReport report) {
            calls += report.networkCalls();
            pixels += report.networkPixels();
            encoderPixels += report.encoderPixels();
            computeNanos += report.computeNanos();
        }

        long calls() {
            return calls;
        }

        long pixels() {
            return pixels;
        }

        long encoderPixels() {
            return encoderPixels;
        }

        long computeNanos() {
            return computeNanos;
        }
    }
}
