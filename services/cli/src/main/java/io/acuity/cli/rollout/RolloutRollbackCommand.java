package io.acuity.cli.rollout;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a candidate or a promotion back. */
@Command(
        name = "rollback",
        description = "Takes the candidate back, or, when none is on trial, returns to what was stable before.")
public final class RolloutRollbackCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    /** Creates the command. */
    public RolloutRollbackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (RolloutSession session = options.open()) {
            options.answer(console).print(session.ask(desk -> desk.rollBack(model, options.reason())));
            return ExitCode.OK.status();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
