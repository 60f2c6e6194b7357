package io.acuity.cli.model;

import picocli.CommandLine.Command;

/** The group of commands about models. */
@Command(
        name = "model",
        description =
                "Lists and describes models, brings published weights in, joins models to one of two stages, takes bundles out.",
        subcommands = {
            ModelListCommand.class,
            ModelInfoCommand.class,
            ModelImportCommand.class,
            ModelJoinCommand.class,
            ModelExportCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class ModelCommand {
    /** Creates the group. */
    public ModelCommand() {}
}
