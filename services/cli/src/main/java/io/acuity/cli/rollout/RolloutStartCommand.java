package io.acuity.cli.rollout;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.events.RolloutEvent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a candidate on trial. */
@Command(
        name = "start",
        description = {
            "Puts a published checkpoint on trial: it serves a share of the jobs, chosen by the hash of each job's id.",
            "A candidate that fails more often than stable, is much slower or that a worker cannot serve is taken back by "
                    + "itself; its failed jobs run again on stable. A good one is promoted by itself, unless --manual."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity rollout start acuity-s-x4 acuity-s-x4@0123456789ab --wait",
            "  acuity rollout start acuity-s-x4 0123456789ab --share 0.05 --manual"
        })
public final class RolloutStartCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Parameters(
            index = "1",
            paramLabel = "CHECKPOINT",
            description =
                    "The candidate, as 'acuity checkpoint list' shows it; the model's name and @ may be left out.")
    private String checkpoint = "";

    @Option(
            names = "--share",
            paramLabel = "S",
            description = "Share of the jobs it serves, above 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double share = 0.1;

    @Option(names = "--manual", description = "Never promote it without 'acuity rollout promote'.")
    private boolean manual;

    @Option(names = "--wait", description = "Follow the trial to its end; fails unless the candidate was promoted.")
    private boolean wait;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    /** Creates the command. */
    public RolloutStartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var answer = options.answer(console);
        try (RolloutSession session = options.open()) {
            RolloutEvent started =
                    session.ask(desk -> desk.start(model, full(model, checkpoint), share, !manual, options.reason()));
            answer.print(started);
            return (wait ? answer.follow(session.view(), started) : ExitCode.OK).status();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    /** The checkpoint's whole name. */
    static String full(String model, String checkpoint) {
        return checkpoint.indexOf('@') < 0 ? model + "@" + checkpoint : checkpoint;
    }
}
