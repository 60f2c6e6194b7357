package io.acuity.cli.sr3;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the table of an ablation. */
@Command(
        name = "ablation",
        description = {
            "Prints a Markdown table of variants. DIR/VARIANT/SEED/SETTING.jsonl holds what 'sr3 train --json' and then",
            "'sr3 evaluate --json' printed."
        },
        footerHeading = "%nExamples:%n",
        footer = "  acuity sr3 ablation --scores scores --base sr3")
public final class Sr3AblationCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--scores", required = true, paramLabel = "DIR", description = "Folder of scores.")
    private Path scores = Path.of("");

    @Option(names = "--base", description = "Variant to compare with (default: ${DEFAULT-VALUE}).")
    private String base = "base";

    /** Creates the command. */
    public Sr3AblationCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        new AblationTable(ScoreSet.below(scores), base).lines().forEach(console::result);
        return ExitCode.OK.status();
    }
}
