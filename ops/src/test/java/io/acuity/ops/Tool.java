package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the machine that checks a file better than we can; tests of what it checks are skipped where it is missing. */
record Tool(String name) {
    record Ended(int status, String printed) {}

    /** Skips the test where the program is not on the path, unless ACUITY_REQUIRE_OPS_TOOLS insists. */
    Tool orSkip() {
        return "1".equals(System.getenv("ACUITY_REQUIRE_OPS_TOOLS")) ? this : ifThere();
    }

    /** Skips the test where the program is not on the path. */
    Tool ifThere() {
        assumeTrue(find().isPresent(), "Skipped: " + name + " is not installed.");
        return this;
    }

    private Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Ended run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        return run(command, Yaml.ROOT);
    }

    static Ended run(List<String> command, Path folder) {
        try {
            Path printed = Files.createTempFile("acuity-tool", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as("%s ends", command)
                        .isTrue();
                return new Ended(process.exitValue(), Files.readString(printed));
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
