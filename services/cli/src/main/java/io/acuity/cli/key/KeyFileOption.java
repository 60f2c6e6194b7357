package io.acuity.cli.key;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.gateway.access.KeyFile;
import io.acuity.gateway.access.KeyFileException;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Which file of keys. */
final class KeyFileOption {
    @Option(
            names = "--keys",
            required = true,
            paramLabel = "FILE",
            description = "The file of keys, as gateways take it by --api-keys.")
    private Path file = Path.of("keys.json");

    KeyFileOption() {}

    /** Does something with the file; what is wrong with it ends the command. */
    <T> T with(Function<KeyFile, T> work) {
        try {
            return work.apply(new KeyFile(file));
        } catch (KeyFileException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }
}
