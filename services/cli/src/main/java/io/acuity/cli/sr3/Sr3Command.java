package io.acuity.cli.sr3;

import picocli.CommandLine.Command;

/** The group of commands for SR3 experiments on small frames. */
@Command(
        name = "sr3",
        description = {
            "Trains and measures small SR3 networks on whole frames, plain, with time-dependent masks, and with the options of",
            "SR4.",
            "For experiments: the shipped models are trained with 'train' and run with 'upscale'."
        },
        subcommands = {Sr3TrainCommand.class, Sr3EvaluateCommand.class, Sr3ReportCommand.class, Sr3AblationCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Sr3Command {
    /** Creates the group. */
    public Sr3Command() {}
}
