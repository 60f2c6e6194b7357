package io.acuity.cli.model;

import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a bundle out, as a folder or as one file. */
@Command(
        name = "export",
        description = {
            "Writes a model, after its weights were verified: a folder with model.json and weights.safetensors, or with a "
                    + "name that ends in .zip one archive of both.",
            "Equal models are equal bytes. Weights keep their published names, so that other programs read them too."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the model was written",
            "1:it cannot be read, fails its hash or cannot be written",
            "2:there is no such model"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity model export acuity-s-x4 --out acuity-s-x4.zip",
            "  acuity model export acuity-s-x4.zip --out models/acuity-s-x4"
        })
public final class ModelExportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "NAME|DIR|ZIP",
            description = "Shipped model, folder of a bundle, exported archive, or a name in your folder.")
    private String model = "";

    @Option(names = "--out", required = true, paramLabel = "DIR|ZIP", description = "Folder or archive to write.")
    private Path out = Path.of("");

    @Mixin
    private ModelPlaces places = new ModelPlaces();

    /** Creates the command. */
    public ModelExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelBundle bundle = places.find(model);
        if (out.toString().endsWith(".zip")) {
            WholeFile.write(out, file -> file.write(BundleArchive.encode(bundle)));
        } else {
            write(bundle);
        }
        console.result("Exported " + bundle.checkpointId() + " to " + out + ".");
        return ExitCode.OK.status();
    }

    private void write(ModelBundle bundle) {
        try {
            bundle.write(out);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "The bundle cannot be written to " + out + "; check that it is a folder.", e);
        }
    }
}
