package io.acuity.cli;

import io.acuity.cli.console.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** The program's own reading of command lines, without running them. */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Parses as {@code ./acuity} would.
     *
     * @return of the innermost command
     * @throws picocli.CommandLine.ParameterException when an option does not exist or one is missing
     */
    public static ParseResult parse(List<String> arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        ParseResult result = Acuity.commandLine(new Acuity(new Console(nowhere, nowhere)))
                .parseArgs(arguments.toArray(String[]::new));
        while (result.hasSubcommand()) {
            result = result.subcommand();
        }
        return result;
    }
}
