package io.acuity.cli.rollout;

import picocli.CommandLine.Command;

/** The group of commands about rollouts. */
@Command(
        name = "rollout",
        description = {
            "Brings a checkpoint to the workers: on trial for a share of the jobs first, then for all, or back.",
            "A tracker decides; it takes a worse candidate back and promotes a good one by itself."
        },
        subcommands = {
            RolloutStartCommand.class,
            RolloutPromoteCommand.class,
            RolloutRollbackCommand.class,
            RolloutStatusCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class RolloutCommandGroup {
    /** Creates the group. */
    public RolloutCommandGroup() {}
}
