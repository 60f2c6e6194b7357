package io.acuity.cli.model;

import picocli.CommandLine.Command;

/** The group of commands about models. */
@Command(
        name = "model",
        description = "Brings published weights in, and joins models to one of two stages.",
        subcommands = {ModelImportCommand.class, ModelJoinCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class ModelCommand {
    /** Creates the group. */
    public ModelCommand() {}
}
