package io.acuity.worker.job;

import io.acuity.checkpoints.UnknownModelException;
import io.acuity.events.FailureCode;
import io.acuity.events.Operation;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.worker.model.ModelLease;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.WholeImageModel;
import java.util.Set;

/** Checks what can be checked of a request before its picture is fetched. */
final class RequestCheck {
    private static final int MOST_STEPS = 10_000;

    /** With or without a mask; what the chain is, the model knows. */
    private static final Set<Operation> WHOLE_IMAGE =
            Set.of(Operation.DIFFUSION, Operation.RESIDUAL_SHIFT, Operation.MASKED_DIFFUSION);

    private final Pins pins;

    RequestCheck(Pins pins) {
        this.pins = pins;
    }

    /** Turns a request into a plan, or refuses it. The job is pinned to a checkpoint, if it was not yet. */
    JobPlan plan(UpscaleRequest request, String key) {
        requireOwnKey(request, key);
        Recipe recipe = request.getRecipe();
        PictureFormat format = format(recipe.getFormat());
        if (recipe.getQuality() < 1 || recipe.getQuality() > 100) {
            throw invalid("The quality " + recipe.getQuality() + " is not within 1 to 100.");
        }
        ModelLease lease = lease(request.getJobId(), recipe);
        try {
            return new JobPlan(request, model(request, lease.model()), format, lease);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private static UpscaleModel model(UpscaleRequest request, UpscaleModel pinned) {
        UpscaleModel model = fitted(request.getRecipe(), pinned);
        if (request.getOperation() == Operation.MASKED_DIFFUSION && model instanceof ShiftModel shift) {
            model = masked(shift);
        }
        requireOperation(request.getOperation(), model);
        return model;
    }

    private static MaskedModel masked(ShiftModel model) {
        try {
            return MaskedModel.of(model);
        } catch (IllegalArgumentException e) {
            throw invalid("The model " + model.name() + " cannot be masked: " + e.getMessage());
        }
    }

    private static void requireOperation(Operation asked, UpscaleModel model) {
        Operation own = switch (model) {
            case ShiftModel shift -> Operation.RESIDUAL_SHIFT;
            case MaskedModel masked -> Operation.MASKED_DIFFUSION;
            case WholeImageModel whole -> fitted(asked, whole);
        };
        if (asked != own) {
            throw new JobRefusedException(
                    FailureCode.UNSUPPORTED_OPERATION,
                    "The operation " + asked + " is not one of the model " + model.name() + "; ask for " + own
                            + ", or name another model.");
        }
    }

    private static Operation fitted(Operation asked, WholeImageModel model) {
        boolean masked = asked == Operation.MASKED_DIFFUSION;
        return WHOLE_IMAGE.contains(asked) && (!masked || model.takesMasks()) ? asked : Operation.DIFFUSION;
    }

    /** Refuses a request that lies under another key than its id. */
    static void requireOwnKey(UpscaleRequest request, String key) {
        if (request.getJobId().isBlank() || !request.getJobId().equals(key)) {
            throw invalid("The request's job id '" + request.getJobId() + "' is not its record's key '" + key
                    + "'; publish it under its own id.");
        }
    }

    private ModelLease lease(String jobId, Recipe recipe) {
        try {
            return pins.lease(jobId, recipe.getModel());
        } catch (UnknownModelException e) {
            throw new JobRefusedException(
                    FailureCode.UNKNOWN_MODEL,
                    "This worker has no model " + recipe.getModel() + "; choose one of "
                            + String.join(", ", pins.models()) + ".",
                    e);
        }
    }

    private static UpscaleModel fitted(Recipe recipe, UpscaleModel model) {
        UpscaleModel scaled = scaled(recipe, model);
        int steps = recipe.getSteps() == null ? model.steps() : recipe.getSteps();
        if (steps < 1 || steps > Math.max(MOST_STEPS, model.steps())) {
            throw invalid("A job of " + steps + " steps is not possible; choose 1 to " + MOST_STEPS
                    + ", or leave it to the model.");
        }
        try {
            return scaled.withSteps(steps);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static UpscaleModel scaled(Recipe recipe, UpscaleModel model) {
        Double asked = recipe.getMagnification();
        double factor = asked == null ? recipe.getScale() : asked;
        try {
            return model.withMagnification(factor, recipe.getExtrapolate());
        } catch (IllegalArgumentException e) {
            throw new JobRefusedException(FailureCode.UNSUPPORTED_SCALE, String.valueOf(e.getMessage()), e);
        }
    }

    private static PictureFormat format(OutputFormat format) {
        return switch (format) {
            case PNG -> PictureFormat.PNG;
            case JPEG -> PictureFormat.JPEG;
            case TIFF -> PictureFormat.TIFF;
            case UNKNOWN -> throw invalid("The output format is not known; choose PNG, JPEG or TIFF.");
        };
    }

    private static JobRefusedException invalid(String sentence) {
        return new JobRefusedException(FailureCode.INVALID_REQUEST, sentence);
    }
}
