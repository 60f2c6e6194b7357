package io.acuity.cli;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script with which the shell completes commands and options. */
@Command(
        name = "completion",
        description = "Prints a script with which bash or zsh completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {"  source <(acuity completion)            for this shell; add it to ~/.bashrc for all"})
public final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    /** Set by the parser before the command runs. */
    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the command. */
    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.result(
                AutoComplete.bash("acuity", Objects.requireNonNull(spec).root().commandLine()));
        return ExitCode.OK.status();
    }
}
