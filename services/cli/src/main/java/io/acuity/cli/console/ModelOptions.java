package io.acuity.cli.console;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.networks.Precision;
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
            paramLabel = "N",
            description = "How many times larger; must be the model's (default: the model's).")
    private @Nullable Integer scale;

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
        ModelDescription description;
        try {
            ModelBundle bundle = BundleCatalog.find(chosen());
            description = bundle.description();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        if (scale != null && description.scale() != scale) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The model " + description.name() + " upscales by " + description.scale() + ", not by " + scale
                            + "; use --scale " + description.scale() + " or another model.");
        }
        return description;
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
