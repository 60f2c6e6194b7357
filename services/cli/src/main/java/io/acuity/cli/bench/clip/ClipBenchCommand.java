package io.acuity.cli.bench.clip;

import picocli.CommandLine.Command;

/** The group of commands that measure clips. */
@Command(
        name = "clip",
        description = "Measures clips: what is computed, how the picture holds still, what the pipeline costs.",
        subcommands = {
            ClipChangesCommand.class,
            ClipFlickerCommand.class,
            ClipPipelineCommand.class,
            ClipMemoryCommand.class,
            ClipKillCommand.class
        },
        synopsisSubcommandLabel = "BENCHMARK")
public final class ClipBenchCommand {
    /** Creates the group. */
    public ClipBenchCommand() {}
}
