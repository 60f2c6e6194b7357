package io.acuity.cli.key;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.gateway.access.ApiKey;
import io.acuity.gateway.access.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a key. */
@Command(name = "create", description = "Makes a key and prints it, this once: only its hash is kept.")
public final class KeyCreateCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--owner",
            required = true,
            paramLabel = "NAME",
            description = "Whose jobs it submits and sees; several keys may have the same.")
    private String owner = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = {
                "user: submits jobs and clips, sees its own (default).",
                "operator: sees everybody's, publishes datasets, steers rollouts."
            })
    private Role role = Role.USER;

    @Mixin
    private KeyFileOption keys = new KeyFileOption();

    /** Creates the command. */
    public KeyCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ApiKey.Fresh made = make(EnumSet.of(Role.USER, role));
        keys.with(file -> {
            file.add(made.key());
            return made;
        });
        console.result(made.secret());
        console.note("acuity: key " + made.key().id() + " of " + owner + "; it is shown this once, keep it well.");
        return ExitCode.OK.status();
    }

    private ApiKey.Fresh make(Set<Role> roles) {
        try {
            return ApiKey.make(owner, roles, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
