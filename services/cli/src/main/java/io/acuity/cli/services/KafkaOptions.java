package io.acuity.cli.services;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Settings of Kafka's clients: those that anybody may read as arguments, passwords in a file. */
public final class KafkaOptions {
    /** Kafka's names of what it keeps out of its own logs. */
    private static final Pattern SECRET =
            Pattern.compile(".*(password|\\.jaas\\.config|\\.secret|keystore\\.key)", Pattern.CASE_INSENSITIVE);
    /** Kafka itself fills these in, from a file or the environment. */
    private static final String PROVIDED = "${";

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "A Kafka client setting, such as security.protocol=SSL; may be repeated. No passwords.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "Kafka client settings, passwords too, as Kafka's own tools take them; --kafka wins.")
    private @Nullable Path file;

    /** All of them; throws a sentence for a file that cannot be read and for a password among the arguments. */
    Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        if (file != null) {
            Properties read = read(file);
            read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
        }
        properties.forEach((name, value) -> {
            if (SECRET.matcher(name).matches() && !value.startsWith(PROVIDED)) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "Everybody on this machine can read what --kafka " + name
                                + " says; put it into a file and name that with --kafka-properties.");
            }
            all.put(name, value);
        });
        return all;
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The Kafka settings cannot be read from " + file
                            + "; check the path, its permissions, and that each line is key=value.",
                    e);
        }
    }
}
