package io.acuity.cli.model;

import picocli.CommandLine.Command;

/** The group of commands about models. */
@Command(
        name = "model",
        description = "Lists and describes models, brings published weights in, and takes bundles out.",
        subcommands = {
            ModelListCommand.class,
            ModelInfoCommand.class,
            ModelImportCommand.class,
            ModelExportCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class ModelCommand {
    /** Creates the group. */
    public ModelCommand() {}
}
