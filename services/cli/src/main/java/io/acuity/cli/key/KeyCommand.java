package io.acuity.cli.key;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Groups what is done with keys. */
@Command(
        name = "key",
        description = {
            "Makes, lists and revokes the keys that callers of a gateway show.",
            "The file of keys holds no key, only their hashes; gateways notice within a second that it changed."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeyCreateCommand.class, KeyListCommand.class, KeyRevokeCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity key create --owner print-shop --keys keys.json                a key for jobs of its own",
            "  acuity key create --owner anna --role operator --keys keys.json      one that may do everything",
            "  acuity up --api-keys keys.json"
        })
public final class KeyCommand implements Callable<Integer> {
    /** Creates the command. */
    public KeyCommand() {}

    @Override
    public Integer call() {
        throw new CommandException(ExitCode.USAGE, "Say what to do: create, list or revoke. See: acuity key --help");
    }
}
