package io.acuity.cli.console;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.diffusion.frame.Magnification;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which commands choose a model. */
public final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "NAME|DIR",
            description =
                    "Shipped model, or folder of a model bundle (default: acuity-s-x4, or acuity-m-x4 where masks are used).")
    private @Nullable String model;

    private String usual;

    @Option(
            names = "--scale",
            paramLabel = "S",
            description =
                    "How many times larger; must be the model's, or above 1 and up to it for models of any scale (default: "
                            + "the model's).")
    private @Nullable Double scale;

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "Numbers the network computes with: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Precision precision = Precision.AUTO;

    /** Creates the options with the usual model. */
    public ModelOptions() {
        this(BundleCatalog.DEFAULT_MODEL);
    }

    /** Creates the options with another model where none is named. */
    public ModelOptions(String usual) {
        this.usual = usual;
    }

    /** Reads the description of the model, and refuses a scale that is not its own. */
    public ModelDescription checked() {
        ModelDescription description = description();
        if (scale != null && description.scale() != scale) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The model " + description.name() + " upscales by " + description.scale() + ", not by "
                            + Magnification.shown(scale) + "; use --scale " + description.scale()
                            + " or another model.");
        }
        return description;
    }

    /**
     * Reads the description of the model, and refuses a scale that it cannot have.
     *
     * @param extrapolated whether a model of any scale may go beyond what it was trained for
     */
    public ModelDescription checkedForAnyScale(boolean extrapolated) {
        ModelDescription description = description();
        if (scale == null || !WholeImageModels.isContinuous(description)) {
            return checked();
        }
        if (!(scale > 1)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The model " + description.name() + " makes images larger, which --scale "
                            + Magnification.shown(scale) + " does not; use a scale above 1, up to "
                            + description.scale() + ".");
        }
        if (scale > description.scale() && !extrapolated) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The model " + description.name() + " was trained for scales up to " + description.scale()
                            + ", not for " + Magnification.shown(scale)
                            + "; use a smaller --scale, or extrapolate with --force.");
        }
        return description;
    }

    /** The scale asked for, or the model's. */
    public double factor(ModelDescription description) {
        return scale == null ? description.scale() : scale;
    }

    /** The scale asked for, or the model's, as people write it. */
    public String scale(ModelDescription description) {
        return Magnification.shown(factor(description));
    }

    private ModelDescription description() {
        try {
            ModelBundle bundle = BundleCatalog.find(chosen());
            return bundle.description();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    /** Changes the model used where none is named. */
    public void setUsual(String name) {
        usual = name;
    }

    private String chosen() {
        return model == null ? usual : model;
    }

    /** What to load: the one model. */
    public List<String> models() {
        return List.of(chosen());
    }

    /** What a service offers: the model named, or all that are shipped. */
    public List<String> offered() {
        return model == null ? BundleCatalog.shipped() : List.of(model);
    }

    /** The chosen numbers. */
    public Precision precision() {
        return precision;
    }
}
