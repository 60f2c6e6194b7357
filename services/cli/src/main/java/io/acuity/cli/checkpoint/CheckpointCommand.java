package io.acuity.cli.checkpoint;

import picocli.CommandLine.Command;

/** Groups the commands about checkpoints on the topic. */
@Command(
        name = "checkpoint",
        description = "Publishes model bundles as checkpoints, lists them, and writes one back to a folder.",
        subcommands = {CheckpointPublishCommand.class, CheckpointListCommand.class, CheckpointFetchCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class CheckpointCommand {
    /** Creates the group. */
    public CheckpointCommand() {}
}
