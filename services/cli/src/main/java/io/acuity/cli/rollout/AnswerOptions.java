package io.acuity.cli.rollout;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.services.ClusterOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands share that ask the tracker for something. */
final class AnswerOptions {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; told with the decision.")
    private @Nullable String reason;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "How long to wait for the tracker's answer (default: ${DEFAULT-VALUE}).")
    private int patience = 15;

    @Option(names = "--json", description = "Print each decision as one JSON object.")
    private boolean json;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Nullable
    String reason() {
        return reason;
    }

    RolloutAnswer answer(Console console) {
        return new RolloutAnswer(console, json);
    }

    RolloutSession open() {
        if (patience < 1) {
            throw new CommandException(ExitCode.USAGE, "The patience must be 1 second or more, such as 15.");
        }
        return RolloutSession.open(cluster.kafka(), Duration.ofSeconds(patience));
    }
}
