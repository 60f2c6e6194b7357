package io.acuity.cli.dataset;

import picocli.CommandLine.Command;

/** The group of commands about datasets. */
@Command(
        name = "dataset",
        description = "Publishes the images that models learn from, lists and removes them.",
        subcommands = {DatasetPublishCommand.class, DatasetListCommand.class, DatasetRemoveCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class DatasetCommand {
    /** Creates the group. */
    public DatasetCommand() {}
}
