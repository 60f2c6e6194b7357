package io.acuity.cli.key;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.gateway.access.ApiKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Revokes a key. */
@Command(
        name = "revoke",
        description = "Revokes a key: within a second no gateway takes it any more, nor sessions begun with it.")
public final class KeyRevokeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "ID", description = "The key's name, as 'acuity key list' has it.")
    private String id = "";

    @Mixin
    private KeyFileOption keys = new KeyFileOption();

    /** Creates the command. */
    public KeyRevokeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ApiKey revoked = keys.with(file -> file.remove(id))
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "There is no key " + id + "; 'acuity key list' has those there are."));
        console.note("acuity: key " + revoked.id() + " of " + revoked.owner() + " is revoked.");
        return ExitCode.OK.status();
    }
}
