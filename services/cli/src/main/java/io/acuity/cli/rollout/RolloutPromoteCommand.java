package io.acuity.cli.rollout;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a checkpoint stable. */
@Command(
        name = "promote",
        description = "Makes the candidate stable, or, when none is on trial, a published checkpoint without a trial.")
public final class RolloutPromoteCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CHECKPOINT",
            description = "The checkpoint to make stable (default: the candidate on trial).")
    private @Nullable String checkpoint;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    /** Creates the command. */
    public RolloutPromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String named = checkpoint == null ? null : RolloutStartCommand.full(model, checkpoint);
        try (RolloutSession session = options.open()) {
            options.answer(console).print(session.ask(desk -> desk.promote(model, named, options.reason())));
            return ExitCode.OK.status();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
