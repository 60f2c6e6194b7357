package io.acuity.cli.key;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.gateway.access.ApiKey;
import io.acuity.gateway.access.KeyFile;
import io.acuity.gateway.access.Role;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists keys. */
@Command(
        name = "list",
        description = "Lists the keys: name, owner, role, when it was made; the keys themselves are nowhere.")
public final class KeyListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private KeyFileOption keys = new KeyFileOption();

    @Option(names = "--json", description = "Print one JSON object per key.")
    private boolean json;

    /** Creates the command. */
    public KeyListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        keys.with(KeyFile::read).forEach(this::print);
        return ExitCode.OK.status();
    }

    private void print(ApiKey key) {
        String role = (key.roles().contains(Role.OPERATOR) ? Role.OPERATOR : Role.USER)
                .name()
                .toLowerCase(Locale.ROOT);
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("id", key.id());
            object.put("owner", key.owner());
            object.put("role", role);
            object.put("createdAt", key.createdAt().toString());
            console.json(object);
            return;
        }
        console.result(String.format(Locale.ROOT, "%s  %-8s  %s  %s", key.id(), role, key.createdAt(), key.owner()));
    }
}
