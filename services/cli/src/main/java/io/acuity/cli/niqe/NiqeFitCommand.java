package io.acuity.cli.niqe;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.evaluation.EvaluationException;
import io.acuity.evaluation.NiqeFitting;
import io.acuity.evaluation.NiqeParameters;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fits NIQE's parameters to a folder of photographs. */
@Command(
        name = "fit",
        description = {
            "Fits NIQE's parameters to a folder of undamaged photographs and writes them as JSON.",
            "Take sharp, lossless photographs of many subjects, some dozens at least. The file holds statistics only: "
                    + "36 means and their covariance."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  acuity niqe fit --data photos --out natural.json",
            "  acuity evaluate --data data/bsd100 --niqe natural.json"
        })
public final class NiqeFitCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folder of photographs, or a folder with a sub-folder HR of them.")
    private Path data = Path.of(".");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The JSON file to write.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Print one JSON object with what was fitted.")
    private boolean json;

    /** Creates the command. */
    public NiqeFitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            NiqeParameters parameters =
                    new NiqeFitting(new PictureDecoder(DecodeLimits.defaults())).fit(data, this::heard);
            parameters.write(out);
            report(parameters);
            return ExitCode.OK.status();
        } catch (EvaluationException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private void heard(String photograph, int patches) {
        if (patches == 0) {
            console.note("acuity: " + photograph + " gave nothing: it is too small or has no contrast.");
        }
    }

    private void report(NiqeParameters parameters) {
        if (json) {
            console.json(
                    new Fitted(parameters.source(), parameters.photographs(), parameters.patches(), out.toString()));
        } else {
            console.result("Fitted NIQE to " + parameters.patches() + " sharp patches of " + parameters.photographs()
                    + " photographs and wrote " + out + ".");
        }
    }

    private record Fitted(String source, int photographs, int patches, String out) {}
}
