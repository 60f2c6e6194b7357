package io.acuity.cli.niqe;

import picocli.CommandLine.Command;

/** The group of commands about NIQE. */
@Command(
        name = "niqe",
        description = "Makes what NIQE compares pictures with.",
        subcommands = NiqeFitCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class NiqeCommand {
    /** Creates the group. */
    public NiqeCommand() {}
}
