package io.acuity.cli.services;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Secrets come from a file or the environment, never from an argument that others on the machine can read. */
final class SecretSource {
    private SecretSource() {}

    /**
     * A secret without the white space around it; null where neither a file nor the variable was given.
     *
     * @param what for people, such as "webhook secret"
     * @throws CommandException when the file cannot be read
     */
    static @Nullable String read(@Nullable Path file, String variable, String what) {
        if (file == null) {
            String value = System.getenv(variable);
            return value == null ? null : value.strip();
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The " + what + " cannot be read from " + file + "; check the path and its permissions.",
                    e);
        }
    }
}
