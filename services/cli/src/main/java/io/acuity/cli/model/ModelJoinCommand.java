package io.acuity.cli.model;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.networks.TwoStageModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Joins a regression network and a diffusion model to a bundle of two stages. */
@Command(
        name = "join",
        description = {
            "Joins two models to one of two stages, for photos whose damage nobody knows.",
            "The first, a regression network, cleans and enlarges; the second, a diffusion model of the same scale, refines "
                    + "what that made. The bundle holds both."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the bundle was written and reads again",
            "1:a bundle cannot be read, or the folder cannot be written",
            "2:the command line was wrong (systems or scales that do not go together, steps)"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity model import --system rlfn --weights team00_rlfn.pth --out rlfn-x4",
            "  acuity model join --first rlfn-x4 --second resshift-x4 --out blind-x4",
            "  acuity upscale photo.jpg --model blind-x4 --recipe masked"
        })
public final class ModelJoinCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--first",
            required = true,
            paramLabel = "DIR",
            description = "Bundle of a regression network: rlfn, rfdn, span, or a TorchScript module.")
    private String first = "";

    @Option(
            names = "--second",
            required = true,
            paramLabel = "NAME|DIR",
            description = "Bundle of a diffusion model of the same scale.")
    private String second = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the bundle.")
    private Path out = Path.of("");

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of the second stage that a job takes unless it asks for others (default: its own).")
    private int steps;

    /** Creates the command. */
    public ModelJoinCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelBundle cleaning = bundle(first);
        ModelBundle refining = bundle(second);
        try {
            ModelBundle joined = TwoStageModels.join(BundleNames.ofFolder(out, "two-stage"), cleaning, refining, steps);
            joined.write(out);
            ModelDescription back = ModelBundle.read(out).description();
            console.result("Joined " + cleaning.checkpointId() + " and " + refining.checkpointId() + " as "
                    + joined.checkpointId() + " with " + back.weights().parameters() + " weights into " + out + ".");
            return ExitCode.OK.status();
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "The bundle cannot be written to " + out + "; check that it is a folder.", e);
        }
    }

    private static ModelBundle bundle(String nameOrFolder) {
        try {
            return BundleCatalog.find(nameOrFolder);
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
