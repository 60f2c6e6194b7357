package io.acuity.cli.operations;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Groups what is done with a cluster's topics. */
@Command(
        name = "topics",
        description = "Shows, checks and makes the topics of a cluster, as docs/topics.md has them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TopicsListCommand.class, TopicsCheckCommand.class, TopicsApplyCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity topics check --bootstrap kafka:9092",
            "  acuity topics apply --bootstrap kafka:9092 --partitions 32   before the first service is started"
        })
public final class TopicsCommand implements Callable<Integer> {
    /** Creates the command. */
    public TopicsCommand() {}

    @Override
    public Integer call() {
        throw new CommandException(ExitCode.USAGE, "Say what to do: list, check or apply. See: acuity topics --help");
    }
}
